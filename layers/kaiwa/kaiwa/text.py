"""Text that nobody can see, and text that nobody can store."""

DIRECTIONS = dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""What turns the direction of writing, in a name: it would hide how a file's name ends, and turn
the rest of the sentence that the name is put into.
https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
"""


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
