"""How an exported file is written, line by line."""

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from chatgpt.conversation.response_size import serialized


@dataclass(frozen=True)
class Format:
    """A kind of file: how it begins, and how a message (when, whose, what) becomes a line of it."""

    extension: str
    media_type: str
    head: bytes
    line: Callable[[str, str, str], bytes]


def _csv_line(at: str, role: str, text: str) -> bytes:
    written = io.StringIO()
    # All quoted: where a semicolon separates, a text could otherwise begin a cell of its own.
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow((at, role, _inert(text)))
    return written.getvalue().encode()


def _json_line(at: str, role: str, text: str) -> bytes:
    return (serialized({"at": at, "role": role, "text": text}) + "\n").encode()


FORMATS = {
    # Excel takes a file without a byte order mark for Shift JIS, on a Japanese system.
    "csv": Format("csv", "text/csv", b'\xef\xbb\xbf"at","role","text"\r\n', _csv_line),
    # JSON Lines have no registered type; plain text is one that all of ChatGPT takes.
    "jsonl": Format("jsonl", "text/plain", b"", _json_line),
}


def _inert(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet could take it for a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    first = next((character for character in text if not _is_invisible(character)), "")
    begins_formula = unicodedata.normalize("NFKC", first) in {*"=+-@", "\N{MINUS SIGN}"}
    return f"'{text}" if begins_formula or text[:1] in {*"\t\r\n"} else text


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf"}
