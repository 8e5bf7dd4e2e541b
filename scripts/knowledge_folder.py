"""The documents of a folder, as far as OpenAI's file search takes them.

https://developers.openai.com/api/docs/guides/tools-file-search#supported-files
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

TEXTS = ".c .cpp .cs .css .go .html .java .js .json .md .php .py .rb .sh .tex .ts .txt"
BINARIES = ".doc .docx .pdf .pptx"
LARGEST = 512 * 1024 * 1024
LONGEST_PATH = 512
"""Of an attribute that a file of a vector store has."""
MOST_NAMED = 20


class UnfitError(Exception):
    """The folder has something that can't be uploaded. The error's words say what to do."""


@dataclass(frozen=True)
class Document:
    """A file of the folder, by its path in there. `digest` is of its bytes."""

    path: str
    data: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """What answers name it by."""
        return self.path.rpartition("/")[2]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_folder(folder: Path) -> list[Document]:
    """All documents, by path. What is hidden is left out. Raises `UnfitError`."""
    if not folder.is_dir():
        raise UnfitError(f"There is no folder {folder}. Name one: make knowledge FOLDER=…")
    files = [
        each
        for each in sorted(folder.rglob("*"))
        if each.is_file() and not any(part[0] == "." for part in each.relative_to(folder).parts)
    ]
    unfit = [f"  {each.relative_to(folder)}: {why}" for each in files if (why := _unfit(each))]
    if unfit:
        more = [f"  and {len(unfit) - MOST_NAMED} more"] if len(unfit) > MOST_NAMED else []
        lines = "\n".join([*unfit[:MOST_NAMED], *more])
        raise UnfitError(f"Nothing was uploaded. OpenAI does not take:\n{lines}")
    if not files:
        raise UnfitError(f"There is no document in {folder}.")
    return [Document(each.relative_to(folder).as_posix(), each.read_bytes()) for each in files]


def _unfit(file: Path) -> str | None:
    """Why it can't be uploaded, and what to do."""
    suffix, size = file.suffix.lower(), file.stat().st_size
    if suffix not in f"{TEXTS} {BINARIES}".split():
        return f"its type. Save it as one of {BINARIES} {TEXTS}, or move it elsewhere."
    if not size:
        return "it is empty."
    if size > LARGEST:
        return "it is larger than 512 MB. Split it."
    if len(file.as_posix()) > LONGEST_PATH:
        return f"its path is longer than {LONGEST_PATH} characters."
    if suffix in TEXTS.split() and not _is_unicode(file.read_bytes()):
        return "its encoding. Save it as UTF-8."
    return None


def _is_unicode(data: bytes) -> bool:
    """OpenAI takes UTF-8, ASCII and UTF-16."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
