"""The documents that the model reads as they are, each told by its bytes and by its name.

OpenAI goes by the name's end and by the media type: https://developers.openai.com/api/docs/guides/file-inputs
Nothing is unpacked here: what is in an archive is seen by the names that it lists, which no archive
hides.
"""

from dataclasses import dataclass
from enum import Enum

from kaiwa.model.prompt import Attachment

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files begin that old Office wrote, and new Office if they have a password.

https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb/05060311-bfce-4b12-874d-71fd4ce63aea
"""
OFFICE = "application/vnd.openxmlformats-officedocument"
ODT = "application/vnd.oasis.opendocument.text"


class Shown(Enum):
    """What the model is shown of a document."""

    PAGES = "all of it, as it looks"
    WORDS = "its words, without pictures and charts"
    ROWS = "the first 1,000 rows of each sheet, without pictures and charts"


@dataclass(frozen=True)
class Document:
    """A format: how its files begin, something that is in each of them, and how OpenAI knows it.

    The first of the `suffixes` is for files whose names say something else.
    """

    begins: bytes
    holds: bytes
    media_type: str
    suffixes: tuple[str, ...]
    shown: Shown = Shown.WORDS

    def is_in(self, data: bytes) -> bool:
        return data.startswith(self.begins) and self.holds in data


def _stream(name: str) -> bytes:
    """How the directory of an OLE file has the name of one of its streams."""
    return name.encode("utf-16-le")


EXCEL = (".xls", ".xla", ".xlb", ".xlc", ".xlm", ".xlt", ".xlw")
POWERPOINT = (".ppt", ".pot", ".pps", ".ppa", ".pwz")
DOCUMENTS = (
    Document(b"%PDF-", b"", "application/pdf", (".pdf",), Shown.PAGES),
    Document(ZIP, b"word/document", f"{OFFICE}.wordprocessingml.document", (".docx",)),
    Document(ZIP, b"xl/workbook", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",), Shown.ROWS),
    Document(ZIP, b"ppt/presentation", f"{OFFICE}.presentationml.presentation", (".pptx",)),
    # Its media type is its first entry, which is not compressed:
    # https://docs.oasis-open.org/office/OpenDocument/v1.3/os/part2-packages/OpenDocument-v1.3-os-part2-packages.html
    Document(ZIP, f"mimetype{ODT}PK".encode(), ODT, (".odt",)),
    Document(OLE, _stream("WordDocument"), "application/msword", (".doc", ".dot")),
    Document(OLE, _stream("Workbook"), "application/vnd.ms-excel", EXCEL, Shown.ROWS),
    Document(OLE, _stream("PowerPoint Document"), "application/vnd.ms-powerpoint", POWERPOINT),
    Document(b"{\\rtf", b"", "application/rtf", (".rtf",)),
)


def document_of(name: str, data: bytes) -> Attachment | None:
    """The document that the file is, under a name that says so; None if it is none of these.

    A document can have another one in it, so that of several the one counts that its name says.
    """
    ending = name.lower()
    ranked = sorted(DOCUMENTS, key=lambda each: not ending.endswith(each.suffixes))
    found = next((each for each in ranked if each.is_in(data)), None)
    if found is None:
        return None
    known = name if ending.endswith(found.suffixes) else f"{name}{found.suffixes[0]}"
    return Attachment("document", known, found.media_type, data)
