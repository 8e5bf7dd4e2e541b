"""OpenAI's files and vector stores, as far as knowledge for `file_search` needs them.

https://developers.openai.com/api/reference/resources/files
https://developers.openai.com/api/reference/resources/vector_stores
"""

import itertools
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

Json = dict[str, Any]
TYPES = (
    ".c .cpp .cs .css .doc .docx .go .html .java .js .json .md .pdf .php .pptx .py .rb .sh .tex .ts"
    " .txt"
)
"""https://developers.openai.com/api/docs/guides/tools-file-search#supported-files"""
WORD = re.compile(r"\w{4,}")


@dataclass
class StoredFile:
    """An uploaded file."""

    id: str
    name: str
    data: bytes
    purpose: str
    created_at: int

    @property
    def described(self) -> Json:
        return {
            "id": self.id,
            "object": "file",
            "bytes": len(self.data),
            "created_at": self.created_at,
            "filename": self.name,
            "purpose": self.purpose,
            "status": "processed",
        }


@dataclass
class Store:
    """A vector store. `files` has the attributes of each file that is in it, by the file's id."""

    id: str
    name: str
    created_at: int
    metadata: Json
    files: dict[str, Json] = field(default_factory=dict)

    @property
    def described(self) -> Json:
        number = len(self.files)
        counts = dict.fromkeys(("in_progress", "failed", "cancelled"), 0)
        return {
            "id": self.id,
            "object": "vector_store",
            "created_at": self.created_at,
            "name": self.name,
            "metadata": self.metadata,
            "status": "completed",
            "usage_bytes": 0,
            "last_active_at": self.created_at,
            "file_counts": {**counts, "completed": number, "total": number},
        }


class VectorStores:
    """All that was uploaded. What is in a store is there at once; OpenAI takes a while."""

    def __init__(self) -> None:
        self.files: dict[str, StoredFile] = {}
        self.stores: dict[str, Store] = {}
        self._numbers = itertools.count(1)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):024x}"

    def in_store(self, store: Store, file_id: str) -> Json:
        """A file of a store, as OpenAI describes it: failed if it is of no type that it takes."""
        file = self.files[file_id]
        fits = PurePath(file.name).suffix.lower() in TYPES.split() and file.data.strip()
        message = "The file type is not supported or the file is empty."
        return {
            "id": file_id,
            "object": "vector_store.file",
            "created_at": file.created_at,
            "vector_store_id": store.id,
            "usage_bytes": len(file.data),
            "status": "completed" if fits else "failed",
            "last_error": None if fits else {"code": "unsupported_file", "message": message},
            "attributes": store.files[file_id],
        }

    def find(self, store_ids: list[str], asked: str) -> tuple[StoredFile, str] | None:
        """The first file with a word of the question in it, and the line that it is in."""
        words = WORD.findall(asked)
        for store_id in store_ids:
            for file_id in self.stores[store_id].files:
                for line in self.files[file_id].data.decode(errors="ignore").splitlines():
                    if any(word in line.lower() for word in words):
                        return self.files[file_id], line
        return None

    def clear(self) -> None:
        self.files.clear()
        self.stores.clear()
