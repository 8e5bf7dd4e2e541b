"""The languages that Kaiwa itself speaks.

Each is a module of this package, named by its primary BCP 47 code, with a `TEXTS`. To add a
language is to add its file.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from line_reply.speech.languages.text import Texts

OWN = "ja"
"""What is spoken if neither the user's language nor the operator's default is known."""


def texts_for(language: str | None, default: str) -> Texts:
    """The texts in the user's language, a BCP 47 tag such as "en-US", else in the default one."""
    for tag in (language, default):
        code = primary(tag or "")
        if code in _codes():
            return _texts(code)
    return _texts(OWN)


def languages() -> dict[str, str]:
    """What each language calls itself, by its code."""
    return {code: _texts(code).name for code in _codes()}


def all_texts() -> list[Texts]:
    """The texts of every language."""
    return [_texts(code) for code in _codes()]


@cache
def aliases() -> dict[str, str]:
    """What stands for which command, in all languages: people type what they see others type."""
    return {word: command for code in _codes() for word, command in _texts(code).aliases.items()}


def primary(tag: str) -> str:
    """The code that a language's file is named by: "en" for "en-US" or "EN_us"."""
    return tag.strip().lower().replace("_", "-").partition("-")[0]


@cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in iter_modules(__path__) if module.name != "text"))


@cache
def _texts(code: str) -> Texts:
    """Imported when it is first spoken, so that more languages cost nothing at a start."""
    texts: Texts = import_module(f"{__name__}.{code}").TEXTS
    return texts
