"""Which files can be read, as a document or as text, and the text that they hold."""

import re
from pathlib import PurePath

from line_reply.attachments.documents import DOCUMENTS, Document

BINARIES = (
    ".7z .aac .apk .avi .bin .bmp .bz2 .dll .dmg .docm .dotm .dotx .dwg .epub .exe .flac .gif .gz"
    " .heic .heif .ico .iso .jar .jpeg .jpg .lzh .m4a .m4v .mkv .mov .mp3 .mp4 .mpeg .mpg .msi"
    " .numbers .odp .ods .ogg .png .potx .ppsx .pptm .psd .rar .sqlite .tar .tgz .tif .tiff .ttf"
    " .wav .webm .webp .wma .wmv .woff .woff2 .xlsb .xlsm .xltx .xz .zip .zst"
)
"""How the names of files end that are known for being neither text nor a document that the model
reads. What others are is seen when they are read.
"""
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f\uf8f0-\uf8f3\ufffe\uffff]")
"""Control characters, but for white space, ends of files (1A) and colours of logs (1B); what Python
makes of bytes that are no letters in CP932 (U+F8F0 …); and what is no character at all.
"""


def may_be_readable(name: str) -> bool:
    """Whether it is worth while to look into a file of this name."""
    return _suffix(name) not in BINARIES.split()


def named_document(name: str) -> Document | None:
    """What it is if it is what its name says; None if that is a text."""
    return next((each for each in DOCUMENTS if _suffix(name) in each.suffixes), None)


def text_of(data: bytes) -> str | None:
    """The text that the file consists of; None if it is none."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if NOT_TEXT.search(text) else text
    return None


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _encodings(data: bytes) -> tuple[str, ...]:
    """In which the data may be, in Japan too. Each is told by what the ones before do not take."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # Its letters are ASCII after escapes to Kanji or Kana, which UTF-8 would take as they are.
    mail = ("iso2022_jp_ext",) if b"\x1b$" in data or b"\x1b(I" in data else ()
    return (*mail, "utf-8-sig", "cp932")
