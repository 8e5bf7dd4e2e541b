"""What is said to a picture, a file or a video."""

import pytest

from kaiwa.table.items import NOTICE, USER
from line_reply.attachments.current import LARGEST
from line_reply.speech.languages.en import TEXTS
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.attachments.choices import OF_A_PICTURE
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World

OF_A_FILE = [TEXTS.label_summarise, TEXTS.label_translate]

SHEET = TEXTS.spreadsheet_received
A_CSV = TEXTS.file_received.format(name="a.csv")
A_LONG_CSV = TEXTS.long_text_received.format(name="a.csv", characters="20,000")
ELSEWHERE = {"contentProvider": {"type": "external", "originalContentUrl": "https://a.test/b"}}


@pytest.mark.parametrize(
    ("kind", "of_message", "words", "choices"),
    [
        ("image", {}, TEXTS.image_received, OF_A_PICTURE),
        ("image", ELSEWHERE, TEXTS.external_content, []),
        ("audio", ELSEWHERE, TEXTS.external_content, []),
        ("video", {}, TEXTS.video, []),
        ("video", ELSEWHERE, TEXTS.video, []),
        ("file", {}, TEXTS.file_received.format(name="report.pdf"), OF_A_FILE),
        ("file", {"fileName": "表.CSV"}, TEXTS.file_received.format(name="表.CSV"), OF_A_FILE),
        ("file", {"fileSize": None}, TEXTS.file_received.format(name="report.pdf"), OF_A_FILE),
        ("file", {"fileName": "a.zip"}, TEXTS.unsupported_file.format(name="a.zip"), []),
        ("file", {"fileName": "a.{b}.exe"}, TEXTS.unsupported_file.format(name="a.{b}.exe"), []),
        ("file", {"fileName": "a.csv.gz"}, TEXTS.unsupported_file.format(name="a.csv.gz"), []),
        ("file", {"fileName": "a.odt"}, TEXTS.document_received.format(name="a.odt"), OF_A_FILE),
        ("file", {"fileName": "表.XLS"}, SHEET.format(name="表.XLS"), OF_A_FILE),
        ("file", {"fileName": "a.csv", "fileSize": 20_000}, A_CSV, OF_A_FILE),
        ("file", {"fileName": "a.csv", "fileSize": 20_001}, A_LONG_CSV, OF_A_FILE),
        ("file", {"fileName": "a.rs"}, TEXTS.file_received.format(name="a.rs"), OF_A_FILE),
        ("file", {"fileName": "pdf"}, TEXTS.file_received.format(name="pdf"), OF_A_FILE),
        ("file", {"fileName": None}, TEXTS.file_received.format(name="file"), OF_A_FILE),
        ("file", {"fileSize": LARGEST}, TEXTS.file_received.format(name="report.pdf"), OF_A_FILE),
        ("file", {"fileSize": LARGEST + 1}, TEXTS.too_large.format(megabytes=10), []),
    ],
)
def test_what_needs_no_model_gets_a_sentence(
    world: World, kind: str, of_message: dict[str, object], words: str, choices: list[str]
) -> None:
    message = sends(kind, 1, **of_message)
    assert world.turn(message) == "delivered"
    assert (world.line.shown, world.line.choices) == ([words], choices)
    assert (world.fetched(), world.model.prompts, world.line.loading) == ([], [], [])
    assert stored() == {
        "000000000000000001": (USER, message.text, None),
        "000000000000000001#assistant": (NOTICE, words, "delivered"),
    }
