"""Which documents the model gets, by what they are and what they are called."""

import pytest

from kaiwa.model.prompt import Attachment
from line_reply.attachments.documents import document_of
from line_reply.speech.languages.en import TEXTS
from tests.builders import received
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.attachments.office import (
    DOC,
    DOCX,
    DOCX_WITH_SHEET,
    ENCRYPTED,
    ODF_SHEET,
    ODF_TEXT,
    PPT,
    PPTX,
    RTF,
    SHEET_TYPE,
    XLS,
    XLSX,
    archive,
)
from tests.unit.line_reply.attachments.questions import PDF, asked, attached
from tests.unit.line_reply.world import World

WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@pytest.mark.parametrize(
    ("name", "data", "sent_as", "media_type"),
    [
        ("a.pdf", PDF, "a.pdf", "application/pdf"),
        ("提案.DOCX", DOCX, "提案.DOCX", WORDS),
        ("a.xlsx", XLSX, "a.xlsx", SHEET_TYPE),
        ("a.pptx", PPTX, "a.pptx", SLIDES),
        ("a.odt", ODF_TEXT, "a.odt", "application/vnd.oasis.opendocument.text"),
        ("a.doc", DOC, "a.doc", "application/msword"),
        ("a.xls", XLS, "a.xls", "application/vnd.ms-excel"),
        ("a.pps", PPT, "a.pps", "application/vnd.ms-powerpoint"),
        ("a.rtf", RTF, "a.rtf", "application/rtf"),
        # What it is counts, and is said by its name.
        ("a.xls", XLSX, "a.xls.xlsx", SHEET_TYPE),
        ("a.doc", RTF, "a.doc.rtf", "application/rtf"),
        ("file", DOCX, "file.docx", WORDS),
        ("議事録.txt", DOCX, "議事録.txt.docx", WORDS),
        ("sales.csv", XLSX, "sales.csv.xlsx", SHEET_TYPE),
        ("sales.xlsx.pdf", XLSX, "sales.xlsx.pdf.xlsx", SHEET_TYPE),
        # Of what is in it, what its name says.
        ("a.docx", DOCX_WITH_SHEET, "a.docx", WORDS),
        ("a.xlsx", DOCX_WITH_SHEET, "a.xlsx", SHEET_TYPE),
        ("a", DOCX_WITH_SHEET, "a.docx", WORDS),
    ],
)
def test_a_document_is_sent_as_what_it_is(
    name: str, data: bytes, sent_as: str, media_type: str
) -> None:
    assert document_of(name, data) == Attachment("document", sent_as, media_type, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"no archive: xl/workbook.xml"),
        ("a.xlsx", archive("photos/1.jpg", "photos/2.jpg")),
        ("a.xlsx", ENCRYPTED),
        ("a.docx", b""),
        ("a.xls", b"<html><table></table></html>"),
        ("a.pdf", b"A %PDF-"),
        ("a.odt", ODF_SHEET),
        ("a.dot", b"digraph { a -> b }"),
    ],
)
def test_what_only_its_name_calls_a_document_is_not_sent_as_one(name: str, data: bytes) -> None:
    assert document_of(name, data) is None


def test_a_spreadsheet_is_asked_about(world: World) -> None:
    world.holds(1, XLSX, "application/octet-stream")
    world.turn(sends("file", 1, fileName="売上.xlsx"))
    assert asked(world, 2) == {
        "role": "user",
        "content": "What is this?",
        "attachments": [Attachment("document", "売上.xlsx", SHEET_TYPE, XLSX)],
    }


def test_a_table_of_html_that_is_called_a_spreadsheet_is_text(world: World) -> None:
    """As web sites have them downloaded."""
    world.holds(1, b"<table><td>1</td></table>", "application/vnd.ms-excel")
    world.turn(sends("file", 1, fileName="a.xls"))
    assert asked(world, 2) == {
        "role": "user",
        "content": "[file: a.xls]\n> <table><td>1</td></table>\n\nWhat is this?",
    }


@pytest.mark.parametrize("data", [ENCRYPTED, archive("photos/1.jpg"), b"PK\x03\x04" + bytes(99)])
def test_what_is_no_spreadsheet_is_said_once_and_left_out(world: World, data: bytes) -> None:
    world.holds(1, data, SHEET_TYPE)
    world.turn(sends("file", 1, fileName="a.xlsx"))
    world.turn(received("What is this?", 2))
    assert world.line.shown == [
        TEXTS.spreadsheet_received.format(name="a.xlsx"),
        TEXTS.unsupported_file.format(name="a.xlsx"),
    ]
    assert (attached(world, 3), world.fetched()) == ([], [1])
