"""Reading what the Responses API answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaiwa.model.drawing import Drawn, drawn_in, is_blocked
from kaiwa.model.errors import ModelRefusedError, ModelUnavailableError, PictureRefusedError
from kaiwa.model.functions import FunctionCall
from kaiwa.model.sources import Source, cleaned, with_sources
from kaiwa.model.suggestions import split
from kaiwa.model.tool_calls import calls_in
from kaiwa.text import is_visible, well_formed

if TYPE_CHECKING:
    from openai.types.responses import Response, ResponseOutputMessage, ResponseUsage
    from openai.types.responses.response_output_message import Content
    from openai.types.responses.response_output_text import Annotation

PASSING_FAILURES = ("server_error", "rate_limit_exceeded", None)
NOT_DRAWN = "image_content_policy_violation"
MADE_FILE = "container_file_citation"
CUT_OFF = " …"
"""Follows an answer that reached the most that it may have in tokens."""


@dataclass(frozen=True)
class ModelAnswer:
    """The answer's Markdown without white space around it, maybe empty, and its cost in tokens.

    `cached_tokens` are those of the input that OpenAI still knew from an earlier prompt. `cut_at`:
    how many characters the model itself wrote of an answer that it can go on with. `suggestions`
    are what the user may want to say next. `has_files`: a tool made files, which nobody can send.
    `drawn`: a picture that comes with it; `is_blocked`: OpenAI's safety system did not draw one.
    `calls` are of Kaiwa's own functions.
    """

    text: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    cut_at: int | None = None
    suggestions: tuple[str, ...] = ()
    has_files: bool = False
    drawn: Drawn | None = None
    is_blocked: bool = False
    calls: tuple[FunctionCall, ...] = ()


def read(response: "Response", *, suggests: bool = False) -> ModelAnswer:
    """The answer, with its sources; `suggests`: suggestions were asked for with it.

    Raises `ModelUnavailableError` or `ModelRefusedError`; for a response of another shape
    AttributeError, TypeError or LookupError.
    """
    if response.status == "failed":
        raise _failure(response)
    contents = [part for message in _messages(response) for part in message.content]
    text = cleaned(well_formed("".join(map(_text, contents))))
    usage = response.usage
    is_cut_off = response.status == "incomplete"
    suggested: tuple[str, ...] = ()
    if suggests:
        text, suggested, is_whole = split(text, is_cut_off=is_cut_off)
        is_cut_off = not is_whole
    if not is_visible(text):
        text = ""
    cut_at = None
    if text and is_cut_off:
        cut_at = len(text) if _may_go_on(response) else None
        text += CUT_OFF
    return ModelAnswer(
        text=well_formed(with_sources(text, [*_sources(contents), *_servers(response)])),
        input_tokens=(usage.input_tokens or 0) if usage else 0,
        output_tokens=(usage.output_tokens or 0) if usage else 0,
        cached_tokens=_cached(usage) if usage else 0,
        cut_at=cut_at,
        suggestions=suggested,
        has_files=any(note.type == MADE_FILE for note in _notes(contents)),
        drawn=drawn_in(response),
        is_blocked=is_blocked(response),
        calls=tuple(
            FunctionCall(item.name, item.arguments)
            for item in response.output
            if item.type == "function_call"
        ),
    )


def _may_go_on(response: "Response") -> bool:
    """Not after a filter of contents. Compatible servers may give no reason.

    https://platform.openai.com/docs/api-reference/responses/object
    """
    return getattr(response.incomplete_details, "reason", None) in ("max_output_tokens", None)


def _cached(usage: "ResponseUsage") -> int:
    """Compatible servers may leave it out. It is a part of the input, never more."""
    details = getattr(usage, "input_tokens_details", None)
    return min(getattr(details, "cached_tokens", None) or 0, usage.input_tokens or 0)


def _messages(response: "Response") -> "list[ResponseOutputMessage]":
    """What the model said, without its remarks on the way there if it arrived."""
    messages = [item for item in response.output if item.type == "message"]
    final = [each for each in messages if getattr(each, "phase", None) != "commentary"]
    return final or messages


def _text(part: "Content") -> str:
    return (part.text if part.type == "output_text" else part.refusal) or ""


def _notes(contents: "list[Content]") -> "Iterator[Annotation]":
    for part in contents:
        yield from (part.annotations or ()) if part.type == "output_text" else ()


def _sources(contents: "list[Content]") -> Iterator[Source]:
    """Pages, and files of the operator's vector stores."""
    for note in _notes(contents):
        if note.type == "url_citation":
            yield Source(note.title or "", note.url)
        elif note.type == "file_citation":
            yield Source(note.filename)


def _servers(response: "Response") -> Iterator[Source]:
    """The servers whose tools had something to say, by what the operator calls them."""
    for call in calls_in(response):
        if call.server and call.name and not call.failed:
            yield Source(call.server)


def _failure(response: "Response") -> Exception:
    code = response.error.code if response.error else None
    if code == NOT_DRAWN:
        return PictureRefusedError(f"the response failed, code {code}")
    if code in PASSING_FAILURES:
        return ModelUnavailableError(f"the response failed, code {code}")
    return ModelRefusedError(f"the response failed, code {code}")
