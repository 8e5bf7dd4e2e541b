"""Which files can be read, on any machine, and what they say."""

import mimetypes
import os

import pytest

from line_reply.attachments.files import may_be_readable, text_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", True),
        ("a.md", True),
        ("a.rs", True),
        ("a.tex", True),
        ("a.ipynb", True),
        ("a.srt", True),
        ("請求書.pdf", True),
        ("Makefile", True),
        ("", True),
        (".zip", True),  # has no suffix
        ("a.docx", True),
        ("a.XLSX", True),
        ("a.xlsm", False),
        ("a.ods", False),
        ("a.zip", False),
        ("a.txt.gz", False),
        ("a.png", False),
        ("a.mp4", False),
        ("a.exe", False),
    ],
)
def test_only_what_is_known_for_being_binary_is_known_by_its_name(
    name: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mimetypes, "types_map", {})  # what a machine may know or not
    assert may_be_readable(name) is expected


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\tb\r\nc\f\v", "a\tb\r\nc\f\v"),
        ("表示 é 👪".encode(), "表示 é 👪"),
        ("表示".encode("utf-8-sig"), "表示"),
        ("表示".encode("utf-16"), "表示"),
        ("表示".encode("utf-16-be"), None),
        (b"\xfe\xff" + "表示".encode("utf-16-be"), "表示"),
        ("表示①髙ｶﾅ".encode("cp932"), "表示①髙ｶﾅ"),
        ("件名: 表示 ok".encode("iso2022_jp"), "件名: 表示 ok"),
        ("ｶﾅ".encode("iso2022_jp_ext"), "ｶﾅ"),
        ("\ue000 \uf0ac".encode(), "\ue000 \uf0ac"),  # somebody's own characters
        (b"\xf0\x40", "\ue000"),
        (b"DIR\r\n\x1a", "DIR\r\n\x1a"),
        (b"\x1b[31mred\x1b(B\x1b[m", "\x1b[31mred\x1b(B\x1b[m"),
        (b"a\0b", None),
        (b"a\x01b", None),
        (b"a\x7fb", None),
        ("a\x9fb".encode(), None),
        (b"\xff\xfea", None),
        (b"\x80\xa0\xfd", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None),
        (b"PK\x03\x04\x14\0", None),
    ],
)
def test_text_is_told_by_its_bytes(data: bytes, text: str | None) -> None:
    assert text_of(data) == text


def test_noise_is_no_text() -> None:
    assert text_of(os.urandom(10_000)) is None
