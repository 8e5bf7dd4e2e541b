"""Files of all kinds: which the model gets, and what people hear of the others."""

import base64
import io
import zipfile
from typing import Any

from tests.e2e.conftest import Line

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def archive(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name in names:
            packed.writestr(name, "<xml/>")
    return written.getvalue()


XLSX = archive("[Content_Types].xml", "xl/workbook.xml")


def file(name: str, data: bytes) -> dict[str, Any]:
    """A message with it, of which LINE says no more than that it is bytes."""
    content = {
        "base64": base64.b64encode(data).decode(),
        "media_type": "application/octet-stream",
    }
    return {"type": "file", "fileName": name, "content": content}


def test_a_spreadsheet_is_read_and_its_limits_are_said(line: Line) -> None:
    line.speaks("fi-sheet", "en")
    assert line.send("fi-sheet", file("sales.xlsx", XLSX)) == [
        (
            "I got “sales.xlsx”. I read the first 1,000 rows of each sheet,"
            " but no pictures and charts. What shall I do with it?"
        )
    ]
    (seen,) = line.tap("fi-sheet", "Summarise it")
    assert f"I see 1 document (sales.xlsx, {len(XLSX)} bytes)." in seen
    (call,) = line.calls("openai")
    (_, sent) = call["body"]["input"][-1]["content"]
    assert (sent["type"], sent["filename"], sent["file_data"][: len(SHEET_TYPE) + 5]) == (
        "input_file",
        "sales.xlsx",
        f"data:{SHEET_TYPE}",
    )


def test_what_is_no_spreadsheet_is_never_sent_as_one(line: Line) -> None:
    said = line.send("fi-fake", file("家計.xlsx", archive("photos/1.jpg")))
    assert said == [
        (
            "「家計.xlsx」を受け取りました。各シートの先頭から1,000行までを読みます。"
            "画像やグラフは見られません。どうしましょうか？"
        )
    ]
    assert line.say("fi-fake", "合計は？") == [
        (
            "申し訳ありません。「家計.xlsx」は読めません。"
            "テキスト、PDF、Word、Excel、PowerPointのファイルを、パスワードなしでお送りください。"
        )
    ]
    (answer,) = line.say("fi-fake", "では、こんにちは")
    assert answer.startswith("「では、こんにちは」ですね。")


def test_what_openai_refuses_is_said_once_and_left_out(line: Line) -> None:
    """It looks like a letter, but the archive is cut short."""
    line.speaks("fi-broken", "en")
    line.send("fi-broken", file("letter.docx", archive("word/document.xml")[:-30]))
    assert line.say("fi-broken", "What does it say?") == [
        "I could not read what you sent. Please send it again, or send it in another format."
    ]
    assert len(line.calls("openai")) == 2  # once more without it, to know what is to blame
    (answer,) = line.say("fi-broken", "Tell me a joke")
    assert answer.startswith('You said "Tell me a joke".')
