"""What a person can do from ChatGPT: each operation once, for both faces to offer.

What only one of them needs is imported there: the table above all, without which people sign in.
"""

from typing import TYPE_CHECKING

from chatgpt import wiring
from chatgpt.conversation.requests import ExportRequest, LinkRequest, SendRequest
from chatgpt.conversation.results import (
    Export,
    LinkState,
    MessagesPage,
    OperationState,
    Overview,
    Success,
)
from chatgpt.sign_in.caller import Caller

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from chatgpt.conversation.documents import Document, SearchResults
    from chatgpt.conversation.queries import (
        DocumentRequest,
        OperationRequest,
        OverviewRequest,
        PageRequest,
        SearchRequest,
    )
    from kaiwa.table.accounts import Link


def check_connection(_: Caller) -> Success:
    return Success(success=True)


def get_link(caller: Caller) -> LinkState:
    return wiring.linking().state(caller.account_id)


def link_chat(caller: Caller, asked: LinkRequest) -> LinkState:
    linking = wiring.linking()
    return linking.link(caller.account_id, caller.access_token, asked.code, replace=asked.replace)


def unlink_chat(caller: Caller) -> LinkState:
    return wiring.linking().unlink(caller.account_id)


def get_overview(caller: Caller, asked: "OverviewRequest") -> Overview:
    return wiring.get_overview()(_link_of(caller), asked.start, asked.end)


def list_messages(caller: Caller, asked: "PageRequest") -> MessagesPage:
    from chatgpt.conversation.read import Reading
    from chatgpt.conversation.time_span import span

    link, local = _link_of(caller), _zone(asked.timezone)
    wanted = span(asked.start, asked.end, local)
    reading = Reading(wanted, local, asked.order, asked.limit, asked.cursor, asked.query)
    return wiring.read_page()(reading, link)


def export_conversation(caller: Caller, asked: ExportRequest) -> Export:
    from chatgpt.conversation.file_formats import FORMATS
    from chatgpt.conversation.time_span import span

    link, local = _link_of(caller), _zone(asked.timezone)
    wanted = span(asked.start, asked.end, local)
    return wiring.write_export()(link, wanted, FORMATS[asked.format], local)


def send_message(caller: Caller, asked: SendRequest) -> OperationState:
    return wiring.send_message()(_link_of(caller), asked.text, asked.request_id)


def get_operation(caller: Caller, asked: "OperationRequest") -> OperationState:
    return wiring.send_message().state(asked.operation_id, caller.account_id)


def search(caller: Caller, asked: "SearchRequest") -> "SearchResults":
    return wiring.documents().search(_link_of(caller), asked.query)


def fetch(caller: Caller, asked: "DocumentRequest") -> "Document":
    return wiring.documents().fetch(_link_of(caller), asked.id)


def _link_of(caller: Caller) -> "Link":
    """The chat of the person who has signed in; it knows of the link. Raises `NotLinkedError`."""
    from chatgpt.conversation.link import linked

    link = linked(caller.account_id, wiring.gateways().accounts)
    if link.notice_id:  # the function died after it had linked the two
        wiring.linking().tell(link)
    return link


def _zone(name: str) -> "ZoneInfo":
    from chatgpt.conversation.time_span import zone

    return zone(name, wiring.settings().timezone)
