"""The languages of the pages. Each is a module of this package with its `WORDS`."""

from importlib import import_module

from chatgpt.linking.words.text import Words

LANGUAGES = ("en", "ja")
LONGEST_HEADER = 1000


def words_for(accept_language: str) -> Words:
    """The words in the language that the browser asks for, in English if it asks for others.

    https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4
    """
    wishes = [_wish(each) for each in accept_language[:LONGEST_HEADER].split(",")]
    known = [(quality, code) for quality, code in wishes if code in LANGUAGES and quality > 0]
    best = max(known, key=lambda wish: wish[0], default=(1, "en"))[1]
    words: Words = import_module(f"{__name__}.{best}").WORDS
    return words


def _wish(part: str) -> tuple[float, str]:
    """How much which language is wanted: (0.8, "ja") for "ja-JP;q=0.8"."""
    tag, _, parameter = part.partition(";")
    code = tag.strip().lower().partition("-")[0]
    name, _, value = parameter.partition("=")
    try:
        return (float(value) if name.strip().lower() == "q" else 1.0), code
    except ValueError:
        return 0.0, code
