"""What a tool gave, as text for those who read no structured content."""

from collections.abc import Iterable

from pydantic import BaseModel

from chatgpt.conversation.documents import Document, SearchResults, line
from chatgpt.conversation.results import (
    Export,
    LinkState,
    MessagesPage,
    OperationState,
    Overview,
    Success,
)

NOT_LINKED = "No LINE chat is linked. The user links one by sending /link to the bot on LINE."


def text_of(result: BaseModel) -> str:
    """The whole result in words; documents as JSON, as clients that look for them expect it."""
    match result:
        case SearchResults() | Document():
            return result.model_dump_json()
        case MessagesPage():
            return "\n".join(_page(result))
        case Overview():
            return "\n".join(_overview(result))
        case Export():
            return "\n".join(_export(result))
        case LinkState():
            return f"A LINE chat is linked, for {result.address}." if result.linked else NOT_LINKED
        case OperationState():
            return f"Operation {result.operation_id}: {result.status}."
        case Success():
            return "The connection and the sign-in work."
        case _:
            raise TypeError(type(result).__name__)


def _page(page: MessagesPage) -> Iterable[str]:
    yield f"{len(page.messages)} messages of the LINE conversation (times in {page.timezone}):"
    for message in page.messages:
        cut = " [cut]" if message.truncated else ""
        yield line(message.at, message.role, message.text) + cut
    if page.next_cursor:
        yield f"There is more: call again with cursor={page.next_cursor}"


def _overview(overview: Overview) -> Iterable[str]:
    total = overview.total
    yield (
        f"{overview.first_day} to {overview.last_day} ({overview.timezone}): {total.messages} "
        f"messages, {total.input_tokens} input tokens, {total.output_tokens} output tokens."
    )
    for day in overview.days:
        yield f"{day.day}: {day.messages} messages"


def _export(export: Export) -> Iterable[str]:
    yield f"{export.messages} messages in {len(export.files)} files."
    for file in export.files:
        yield file if isinstance(file, str) else f"{file.name} is attached."
    if export.truncated:
        yield f"There may be more: export again with from={export.next_from}"
