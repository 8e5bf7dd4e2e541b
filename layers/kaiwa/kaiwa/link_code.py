"""The code that LINE shows and that somebody hands on: how it is made, written and read."""

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters that nobody takes for one another."""
LENGTH = 10
"""50 random bits."""


def new_code() -> str:
    """A code that can be read out and typed, in two groups."""
    return written("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def letters_of(typed: str) -> str:
    """What counts of a code as a person may have typed it: any case, width, spaces or hyphens."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in plain if character.isalnum())


def is_code(typed: str) -> bool:
    """Whether such a code can ever have been shown."""
    letters = letters_of(typed)
    return len(letters) == LENGTH and set(letters) <= set(ALPHABET)


def written(letters: str) -> str:
    """The code as LINE shows it."""
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"
