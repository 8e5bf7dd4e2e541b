"""The use cases, each built once from the gateways and the settings that the environment names."""

import os
from functools import cache
from typing import TYPE_CHECKING

from chatgpt.conversation.export import WriteExport
from chatgpt.conversation.link import Linking
from chatgpt.conversation.overview import GetOverview
from chatgpt.conversation.read import ReadPage
from chatgpt.conversation.send import SendMessage
from chatgpt.settings import Settings
from kaiwa.gateways import gateways
from kaiwa.times import now

if TYPE_CHECKING:
    from chatgpt.linking.flow import LinkInBrowser


@cache
def settings() -> Settings:
    return Settings.from_environment(os.environ)


@cache
def linking() -> Linking:
    known = gateways()
    return Linking(known.accounts, known.sign_in, known.exports, known.events, now)


@cache
def link_in_browser() -> "LinkInBrowser":
    from chatgpt.linking.flow import LinkInBrowser
    from kaiwa.sign_in import Client

    known, ours = gateways(), settings()
    client = Client(ours.plugin_client_id, f"{ours.api_url}/connect/callback")
    return LinkInBrowser(known.accounts, known.sign_in, linking(), client, now)


@cache
def read_page() -> ReadPage:
    return ReadPage(gateways().messages, now)


@cache
def get_overview() -> GetOverview:
    return GetOverview(gateways().messages, settings().timezone, now)


@cache
def write_export() -> WriteExport:
    known = gateways()
    return WriteExport(known.messages, known.accounts, known.exports, now)


@cache
def send_message() -> SendMessage:
    known = gateways()
    return SendMessage(known.operations, known.events, settings().daily_send_limit, now)
