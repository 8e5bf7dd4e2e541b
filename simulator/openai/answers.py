"""What the model stand-in says: a function of what it was sent and of nothing else.

It repeats the question and what the user said before, so that a conversation shows whether the
history was passed on, and to the right person; and it tells which pictures, which documents and
which summary of an earlier conversation it was given.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9d]")
LONGEST_QUOTE = 80
LONGEST_MEMORY = 600
REPEATED = 5
"""As many of the things said before: an answer stays readable however long the chat is."""
MEMORY = "What I remember"
"""How an assistant's message begins that stands for an earlier conversation."""


@dataclass(frozen=True)
class Seen:
    """A file of the input: "image" or "file", its media type or its name, and its bytes."""

    kind: str
    label: str
    size: int


@dataclass(frozen=True)
class Turn:
    """One message of the input: who said it (`user`, `assistant`, …), the text, and its files."""

    role: str
    text: str
    files: tuple[Seen, ...] = ()


def answer(turns: Sequence[Turn]) -> str:
    """A few sentences, in Japanese if the last thing the user said is."""
    said = [_quoted(turn.text) for turn in turns if turn.role == "user" and turn.text]
    files = [file for turn in turns for file in turn.files]
    if not said and not files:
        return "Nobody has said anything yet."
    if said and JAPANESE.search(said[-1]):
        return "".join(_in_japanese(said, files, _memory(turns)))
    return " ".join(_in_english(said, files, _memory(turns)))


def question(turns: Sequence[Turn]) -> str:
    """The last thing the user said, "" if there is none."""
    return next((turn.text for turn in reversed(turns) if turn.role == "user"), "")


def _in_english(said: list[str], files: list[Seen], memory: str) -> list[str]:
    sentences = [f'You said "{said[-1]}".'] if said else []
    if before := said[:-1][-REPEATED:]:
        earlier = ", ".join(f'"{each}"' for each in before)
        sentences.append(f"Before that you told me: {earlier}.")
    for kind, noun in (("image", "image"), ("file", "document")):
        if seen := [f"{each.label}, {each.size} bytes" for each in files if each.kind == kind]:
            plural = "s" if len(seen) > 1 else ""
            sentences.append(f"I see {len(seen)} {noun}{plural} ({'; '.join(seen)}).")
    return [*sentences, f"I remember: {memory}"] if memory else sentences


def _in_japanese(said: list[str], files: list[Seen], memory: str) -> list[str]:
    sentences = [f"「{said[-1]}」ですね。"]
    if before := said[:-1][-REPEATED:]:
        earlier = "".join(f"「{each}」" for each in before)
        sentences.append(f"その前には{earlier}と聞きました。")
    for kind, noun, unit in (("image", "画像", "枚"), ("file", "文書", "件")):
        if seen := [f"{each.label}、{each.size}バイト" for each in files if each.kind == kind]:
            sentences.append(f"{noun}が{len(seen)}{unit}見えます（{'；'.join(seen)}）。")
    return [*sentences, f"覚えています：{memory}"] if memory else sentences


def _memory(turns: Sequence[Turn]) -> str:
    """What the summary among the messages says, without its heading."""
    for turn in turns:
        if turn.role == "assistant" and turn.text.startswith(MEMORY):
            _, _, rest = turn.text.partition("\n")
            return _quoted(rest or turn.text, LONGEST_MEMORY)
    return ""


def _quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """On one line, and short enough to be read."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
