"""All that the pages say. A language is one `Words`."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one language, as plain text. No one has a default, so that mypy finds the one
    that a language lacks.
    """

    language: str
    """Its BCP 47 code."""

    begin: str
    what_follows: str
    code: str
    code_hint: str
    malformed_code: str
    sign_in: str

    ask: str
    chat: str
    chat_by_code: str
    """In place of a name. With `{ending}`, the last characters of the code."""
    address: str
    compare: str
    other_sign_in: str
    allows: str
    allows_reading: str
    allows_sending: str
    undo: str
    replaces: str
    link: str
    cancel: str

    linked: str
    linked_next: str
    cancelled: str
    cancelled_next: str

    refused: str
    """Above each of the sentences below, which say what to do next."""
    wrong_code: str
    other_browser: str
    sign_in_cancelled: str
    sign_in_refused: str
    forged: str
    not_confirmed: str
    too_many: str
    already_linked: str
    busy: str
    unavailable: str
    unexpected: str
