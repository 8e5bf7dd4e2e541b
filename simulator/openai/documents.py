"""Which files OpenAI takes as `input_file`: by name, media type and, as far as seen, content.

https://developers.openai.com/api/docs/guides/file-inputs
"""

import io
import zipfile
from pathlib import PurePath

from simulator.openai.errors import bad

LARGEST = 50 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
PACKED = {
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pptx": f"{OFFICE}.presentationml.presentation",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
"""Archives, which OpenAI opens."""
EXCEL = ".xla .xlb .xlc .xlm .xls .xlt .xlw"
POWERPOINT = ".pot .ppa .pps .ppt .pwz .wiz"
BINARY = {
    **PACKED,
    **dict.fromkeys((".doc", ".dot"), "application/msword"),
    **dict.fromkeys(EXCEL.split(), "application/vnd.ms-excel"),
    **dict.fromkeys(POWERPOINT.split(), "application/vnd.ms-powerpoint"),
    ".pdf": "application/pdf",
}
RICH_TEXTS = ("application/rtf", "text/rtf")
TEXTS = (
    ".asm .bat .c .cc .conf .cpp .css .csv .cxx .def .dic .eml .h .hh .htm .html .ics .ifb .iif .in"
    " .js .json .ksh .list .log .markdown .md .mht .mhtml .mime .mjs .nws .pl .py .rst .s .sql .srt"
    " .text .tsv .txt .vcf .vtt .xml"
)
TEXT_TYPES = ("application/csv", "application/json", "application/javascript", "message/rfc822")
"""Beside all that begin with `text/`, of which the guide names most."""
ALL = (*BINARY, ".rtf", *TEXTS.split())


def check_document(file_name: str, media_type: str, data: bytes, name: str) -> None:
    """Raises OpenAIError if OpenAI does not take it. `name` is where it is in the request."""
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in ALL:
        raise bad(
            "Invalid input: Expected context stuffing file type to be a supported format:"
            f" {', '.join(sorted(ALL))} but got {suffix or 'none'}.",
            name,
            "unsupported_file",
        )
    if not _fits(suffix, media_type):
        raise _wrong(name, f"but got unsupported MIME type '{media_type}'")
    if not data or len(data) > LARGEST or not _is_whole(suffix, data):
        raise _wrong(name, "but got a file that is empty, too large or broken")


def _fits(suffix: str, media_type: str) -> bool:
    if suffix == ".rtf":
        return media_type in RICH_TEXTS
    if suffix in BINARY:
        return media_type == BINARY[suffix]
    return media_type.startswith("text/") or media_type in TEXT_TYPES


def _is_whole(suffix: str, data: bytes) -> bool:
    """An archive ends with the list of what is in it."""
    return suffix not in PACKED or zipfile.is_zipfile(io.BytesIO(data))


def _wrong(name: str, why: str) -> Exception:
    return bad(
        f"Invalid file data: '{name}.file_data'. Expected a base64-encoded data URL with a"
        f" supported MIME type, {why}.",
        f"{name}.file_data",
        "invalid_value",
    )
