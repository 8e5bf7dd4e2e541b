"""Text that nobody can see, and text that nobody can store."""


def well_formed(text: str) -> str:
    """The text without half surrogate pairs, which JSON can spell but nobody can store or send."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def utf16_units(text: str) -> int:
    """How long LINE says that it is.
    https://developers.line.biz/en/docs/messaging-api/text-character-count/
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of it: it has a character with ink and width of its own.

    Unicode counts U+3164 and its like among the letters, and U+2800 among the symbols: they are
    blank all the same. https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
    """
    import regex

    blank = r"\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\p{Cf}\p{Cs}\u2800"
    return regex.search(rf"[^{blank}]", text) is not None
