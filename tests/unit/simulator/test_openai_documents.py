"""Which files the model stand-in takes, and which it refuses as OpenAI does."""

import io
import zipfile
from base64 import b64encode

import pytest

from simulator.openai.documents import ALL, BINARY
from tests.unit.simulator.harness import Json, Stand, ask
from tests.unit.simulator.openai_harness import refused

AT = "input[0].content[0]"
SHEET = BINARY[".xlsx"]


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("xl/workbook.xml", "<xml/>")
    return written.getvalue()


def document(name: str, media_type: str, data: bytes) -> list[Json]:
    url = f"data:{media_type};base64,{b64encode(data).decode()}"
    part = {"type": "input_file", "filename": name, "file_data": url}
    return [{"role": "user", "content": [part]}]


@pytest.mark.parametrize(
    ("name", "media_type", "data"),
    [
        ("a.pdf", "application/pdf", b"%PDF"),
        ("売上.XLSX", SHEET, archive()),
        ("a.doc", "application/msword", b"old"),
        ("a.rtf", "text/rtf", b"{}"),
        ("a.csv", "text/csv", b"1,2"),
        ("a.json", "application/json", b"{}"),
    ],
)
def test_what_is_taken(stand: Stand, name: str, media_type: str, data: bytes) -> None:
    status, answer = ask(stand, input=document(name, media_type, data))
    seen = f"I see 1 document ({name}, {len(data)} bytes)."
    assert (status, answer["output"][0]["content"][0]["text"]) == (200, seen)


@pytest.mark.parametrize(
    ("name", "got"), [("a.zip", ".zip"), ("a.xlsm", ".xlsm"), ("report", "none"), ("a.png", ".png")]
)
def test_what_is_no_document_by_its_name(stand: Stand, name: str, got: str) -> None:
    assert ask(stand, input=document(name, SHEET, archive())) == refused(
        "Invalid input: Expected context stuffing file type to be a supported format:"
        f" {', '.join(sorted(ALL))} but got {got}.",
        AT,
        "unsupported_file",
    )


BROKEN = "but got a file that is empty, too large or broken"


@pytest.mark.parametrize(
    ("name", "media_type", "data", "why"),
    [
        ("a.pdf", "application/zip", b"x", "but got unsupported MIME type 'application/zip'"),
        (
            "a.xlsx",
            BINARY[".docx"],
            archive(),
            f"but got unsupported MIME type '{BINARY['.docx']}'",
        ),
        ("a.txt", "image/png", b"x", "but got unsupported MIME type 'image/png'"),
        ("a.xlsx", SHEET, archive()[:-30], BROKEN),
        ("a.pdf", "application/pdf", b"", BROKEN),
    ],
)
def test_what_is_another_type_or_broken(
    stand: Stand, name: str, media_type: str, data: bytes, why: str
) -> None:
    assert ask(stand, input=document(name, media_type, data)) == refused(
        f"Invalid file data: '{AT}.file_data'. Expected a base64-encoded data URL with a"
        f" supported MIME type, {why}.",
        f"{AT}.file_data",
        "invalid_value",
    )
