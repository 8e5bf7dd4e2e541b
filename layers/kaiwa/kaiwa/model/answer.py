"""Reading what the Responses API answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaiwa.model.errors import ModelRefusedError, ModelUnavailableError
from kaiwa.model.sources import Source, cleaned, with_sources
from kaiwa.model.tool_calls import calls_in
from kaiwa.text import is_visible, well_formed

if TYPE_CHECKING:
    from openai.types.responses import Response, ResponseOutputMessage, ResponseUsage
    from openai.types.responses.response_output_message import Content
    from openai.types.responses.response_output_text import Annotation

PASSING_FAILURES = ("server_error", "rate_limit_exceeded", None)
MADE_FILE = "container_file_citation"
CUT_OFF = " …"
"""Follows an answer that reached the most that it may have in tokens."""


@dataclass(frozen=True)
class ModelAnswer:
    """The answer's Markdown without white space around it, maybe empty, and its cost in tokens.

    `cached_tokens` are those of the input that OpenAI still knew from an earlier prompt.
    `has_files`: a tool made files for it, which nobody can send.
    """

    text: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    has_files: bool = False


def read(response: "Response") -> ModelAnswer:
    """The answer, with its sources. Raises `ModelUnavailableError` or `ModelRefusedError`.

    A response of another shape raises AttributeError, TypeError or LookupError.
    """
    if response.status == "failed":
        raise _failure(response)
    contents = [part for message in _messages(response) for part in message.content]
    text, usage = cleaned("".join(map(_text, contents))), response.usage
    if not is_visible(text):
        text = ""
    if text and response.status == "incomplete":
        text += CUT_OFF
    return ModelAnswer(
        text=well_formed(with_sources(text, [*_sources(contents), *_servers(response)])),
        input_tokens=(usage.input_tokens or 0) if usage else 0,
        output_tokens=(usage.output_tokens or 0) if usage else 0,
        cached_tokens=_cached(usage) if usage else 0,
        has_files=any(note.type == MADE_FILE for note in _notes(contents)),
    )


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
    if code in PASSING_FAILURES:
        return ModelUnavailableError(f"the response failed, code {code}")
    return ModelRefusedError(f"the response failed, code {code}")
