"""The use cases, each built once from the gateways and the settings that the environment names.

Each is imported when it is built, so that nobody waits for another's libraries.
"""

import os
from functools import cache
from typing import TYPE_CHECKING

from kaiwa.times import now

if TYPE_CHECKING:
    from chatgpt.conversation.documents import Documents
    from chatgpt.conversation.export import WriteExport
    from chatgpt.conversation.link import Linking
    from chatgpt.conversation.overview import GetOverview
    from chatgpt.conversation.read import ReadPage
    from chatgpt.conversation.send import SendMessage
    from chatgpt.linking.flow import LinkInBrowser
    from chatgpt.settings import Settings
    from chatgpt.sign_in.access_token import AccessTokens
    from chatgpt.sign_in.authorization_server import AuthorizationServer
    from chatgpt.sign_in.metadata import Metadata
    from kaiwa.gateways import Gateways


def gateways() -> "Gateways":
    from kaiwa.gateways import gateways

    return gateways()


@cache
def settings() -> "Settings":
    from chatgpt.settings import Settings

    return Settings.from_environment(os.environ)


@cache
def metadata() -> "Metadata":
    from chatgpt.sign_in.metadata import Metadata

    ours = settings()
    return Metadata(ours.api_url, ours.sign_in_url, ours.token_keys_url, ours.scopes)


@cache
def authorization_server() -> "AuthorizationServer":
    from chatgpt.sign_in.authorization_server import AuthorizationServer

    ours = settings()
    return AuthorizationServer(
        gateways().sign_in,
        ours.client_id,
        ours.plugin_client_id,
        ours.plugin_redirect_uris,
        ours.scopes,
        metadata().resource,
        ours.passes_resource,
    )


@cache
def access_tokens() -> "AccessTokens":
    # Imported here because the action does without, and without cryptography.
    from chatgpt.sign_in.access_token import AccessTokens

    ours = settings()
    return AccessTokens(
        ours.token_keys_url,
        ours.token_issuer,
        ours.plugin_client_id,
        metadata().resource,
        binds_resource=ours.passes_resource,
    )


@cache
def link_page_tokens() -> "AccessTokens":
    from chatgpt.sign_in.access_token import AccessTokens

    ours = settings()
    return AccessTokens(
        ours.token_keys_url, ours.token_issuer, ours.link_page_client_id, metadata().resource
    )


@cache
def linking() -> "Linking":
    from chatgpt.conversation.link import Linking

    known = gateways()
    return Linking(known.accounts, known.sign_in, known.exports, known.events, now)


@cache
def link_in_browser() -> "LinkInBrowser":
    from chatgpt.linking.flow import LinkInBrowser
    from chatgpt.linking.own_sign_in import OwnSignIn
    from kaiwa.sign_in import Client

    known, ours = gateways(), settings()
    client = Client(ours.link_page_client_id, f"{ours.api_url}/connect/callback")
    sign_in = OwnSignIn(known.sign_in, client, link_page_tokens)
    return LinkInBrowser(known.accounts, sign_in, linking(), now)


@cache
def read_page() -> "ReadPage":
    from chatgpt.conversation.read import ReadPage

    return ReadPage(gateways().messages, now)


@cache
def get_overview() -> "GetOverview":
    from chatgpt.conversation.overview import GetOverview

    return GetOverview(gateways().messages, settings().timezone, now)


@cache
def write_export() -> "WriteExport":
    from chatgpt.conversation.export import WriteExport

    known = gateways()
    return WriteExport(known.messages, known.accounts, known.exports, now)


@cache
def send_message() -> "SendMessage":
    from chatgpt.conversation.send import SendMessage

    known = gateways()
    return SendMessage(known.operations, known.events, settings().daily_send_limit, now)


@cache
def documents() -> "Documents":
    from chatgpt.conversation.documents import Documents

    ours = settings()
    return Documents(gateways().messages, ours.timezone, ours.api_url, now)
