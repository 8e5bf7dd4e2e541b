"""Reading JSON that may have any shape: a field is what it should be, or it counts as left out."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from kaiwa.text import well_formed

ID = re.compile(r"[!-~]{1,128}")
"""Ids are printable ASCII without spaces. SQS takes no others for a group or for deduplication:
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
"""
PARTS_KEYS = "#"


class UnreadableError(Exception):
    """A field that is needed is missing, or is not what it should be.

    `path` is where: names with dots between them, such as "message.id", "" for all of it. It is
    made of the names that were looked for, so there is nothing in it of what was found.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Fields:
    """A JSON object, and the path to it. A `needed_…` method raises `UnreadableError`."""

    values: Mapping[str, Any]
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The object that the text is. Raises `UnreadableError` if it is none."""
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            raise UnreadableError("") from None
        if not isinstance(values, dict):
            raise UnreadableError("")
        return cls(values)

    def within(self, name: str) -> "Fields":
        """The object in this field; an empty one if there is none."""
        value = self.values.get(name)
        return Fields(value if isinstance(value, dict) else {}, self._path(name))

    def objects(self, name: str) -> "list[Fields]":
        """The objects in this field's list."""
        return [
            Fields(each, self._path(name)) for each in self.list(name) if isinstance(each, dict)
        ]

    def list(self, name: str) -> list[Any]:
        """The list in this field; an empty one if there is none."""
        value = self.values.get(name)
        return value if isinstance(value, list) else []

    def text(self, name: str) -> str | None:
        """The string, well-formed, if there is one."""
        value = self.values.get(name)
        return well_formed(value) if isinstance(value, str) else None

    def id(self, name: str) -> str | None:
        """The id, if there is one. See `ID`."""
        value = self.values.get(name)
        return value if isinstance(value, str) and ID.fullmatch(value) else None

    def number(self, name: str) -> float | None:
        """The finite number, if there is one."""
        value = self.values.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        return value if abs(value) < float("inf") else None

    def count(self, name: str) -> int | None:
        """The whole number that is not negative, if there is one."""
        value = self.values.get(name)
        is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return value if is_count else None

    def needed_text(self, name: str) -> str:
        return self._needed(name, self.text(name))

    def needed_id(self, name: str) -> str:
        return self._needed(name, self.id(name))

    def needed_message_id(self, name: str) -> str:
        """A message's id as LINE gives it: without the sign that parts the table's own keys, one of
        which it could else be.
        """
        found = self.id(name)
        return self._needed(name, None if found and PARTS_KEYS in found else found)

    def _needed[T](self, name: str, value: T | None) -> T:
        if value is None:
            raise UnreadableError(self._path(name))
        return value

    def _path(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name
