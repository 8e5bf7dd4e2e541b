"""A vector store at OpenAI, found again by its name.

https://developers.openai.com/api/reference/resources/vector_stores
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from scripts.knowledge_folder import Document

if TYPE_CHECKING:
    from openai import OpenAI

PATIENCE_SECONDS = 120
PAGE = 100
REMEDIES = {
    401: "It does not accept the key: make a new one and run `make secrets`.",
    403: "The key may not write files and vector stores: look at its permissions.",
    404: "It has no vector stores: they are OpenAI's, or it is gone since.",
    429: "Too many requests, or no credit: look at the account's limits, and repeat the command.",
}
AGAIN = "Repeat the command: what is uploaded already is not uploaded again."


class StoreError(Exception):
    """OpenAI did not do as asked, and what to do about it."""


@dataclass(frozen=True)
class StoredFile:
    """A file of the store. `is_ready`: it is found by searches."""

    id: str
    path: str
    digest: str
    is_ready: bool


class KnowledgeStore:
    """One store. Each call raises `StoreError` if it fails."""

    def __init__(self, sdk: "OpenAI", store_id: str, name: str) -> None:
        self._sdk = sdk
        self.id = store_id
        self.name = name

    @classmethod
    def named(cls, name: str, base_url: str, api_key: str) -> Self:
        """The store with this name, made if there is none."""
        from openai import OpenAI

        sdk = OpenAI(api_key=api_key, base_url=base_url, timeout=PATIENCE_SECONDS)
        with _errors_as_sentences(base_url):
            found = (each for each in sdk.vector_stores.list(limit=PAGE) if each.name == name)
            store = next(found, None) or sdk.vector_stores.create(name=name)
        return cls(sdk, store.id, name)

    def files(self) -> list[StoredFile]:
        """All that came from a folder, whatever its state. The rest is somebody else's."""
        with self._errors():
            return [
                StoredFile(
                    each.id,
                    str(each.attributes["path"]),
                    str(each.attributes.get("sha256")),
                    each.status == "completed",
                )
                for each in self._sdk.vector_stores.files.list(self.id, limit=PAGE)
                if each.attributes and "path" in each.attributes
            ]

    def has(self, there: Sequence[StoredFile], document: Document) -> bool:
        """Whether it is there as it is in the folder."""
        return any(
            each.is_ready and (each.path, each.digest) == (document.path, document.digest)
            for each in there
        )

    def add(self, document: Document) -> None:
        """Upload it, and wait until searches find it."""
        with self._errors():
            uploaded = self._sdk.files.create(
                file=(document.name, document.data), purpose="assistants"
            )
            attributes: dict[str, str | float | bool] = {
                "path": document.path,
                "sha256": document.digest,
            }
            done = self._sdk.vector_stores.files.create_and_poll(
                uploaded.id, vector_store_id=self.id, attributes=attributes
            )
        if done.status != "completed":
            self.remove(uploaded.id)
            why = done.last_error.message if done.last_error else done.status
            raise StoreError(f"OpenAI could not read {document.path}: {why} {AGAIN}")

    def remove(self, file_id: str) -> None:
        """From the store, and for good."""
        with self._errors():
            self._sdk.vector_stores.files.delete(file_id, vector_store_id=self.id)
            self._sdk.files.delete(file_id)

    def _errors(self) -> AbstractContextManager[None]:
        return _errors_as_sentences(str(self._sdk.base_url).rstrip("/"))


@contextmanager
def _errors_as_sentences(base_url: str) -> Iterator[None]:
    """OpenAI's own words are not in them: they may quote a part of the key."""
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        remedy = REMEDIES.get(error.status_code, AGAIN)
        raise StoreError(f"{base_url} answers {error.status_code}. {remedy}") from error
    except openai.APIError as error:
        raise StoreError(f"{base_url} gives no answer. {AGAIN}") from error
