"""Files as office programs write them, as far as one sees of them without unpacking."""

import io
import zipfile

from line_reply.attachments.documents import ODT, OLE

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def archive(*names: str) -> bytes:
    """A ZIP file with entries of these names, the first of them not compressed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for index, name in enumerate(names):
            kind = zipfile.ZIP_DEFLATED if index else zipfile.ZIP_STORED
            packed.writestr(name, "<xml/>" * 20, kind)
    return written.getvalue()


def open_document(media_type: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("mimetype", media_type)
        packed.writestr("content.xml", "<xml/>")
    return written.getvalue()


def compound(stream: str) -> bytes:
    """A file of the old Office, with a stream of this name."""
    return OLE + bytes(504) + b"R\0o\0o\0t\0" + stream.encode("utf-16-le") + bytes(64)


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
PPTX = archive("[Content_Types].xml", "ppt/presentation.xml")
DOCX_WITH_SHEET = (
    archive("[Content_Types].xml", "word/document.xml", "word/embeddings/a.xlsx") + XLSX
)
ODF_TEXT, ODF_SHEET = open_document(ODT), open_document(f"{ODT[:-4]}spreadsheet")
DOC, XLS, PPT = compound("WordDocument"), compound("Workbook"), compound("PowerPoint Document")
ENCRYPTED = compound("EncryptedPackage")
RTF = rb"{\rtf1\ansi A letter}"
