"""What Kaiwa says, in each of its languages."""

from dataclasses import asdict
from string import Formatter

import pytest

from line_reply.commands.orders import Command, Order, order_in
from line_reply.speech.languages import aliases, languages, texts_for
from line_reply.speech.languages.text import Texts

PLACEHOLDERS = {
    "listening_begins": {"hours"},
    "listening_already": {"hours"},
    "listening_here": {"hours"},
    "persona_shown": {"persona"},
    "persona_too_long": {"limit"},
    "language_choices": {"languages"},
    "language_unknown": {"languages"},
    "link_code": {"code", "url"},
    "unlinked": {"address"},
    "moment": {"year", "month", "day", "weekday", "time", "zone"},
    "reminder_set": {"when", "words"},
    "reminder_past": {"when"},
    "reminder_too_far": {"when"},
    "reminders_full": {"limit"},
    "reminders_too_many_at_once": {"limit"},
    "reminders_listed": {"reminders"},
    "reminder_cancelled": {"when", "words"},
    "label_cancel_reminder": {"number"},
    "not_allowed": {"user_id"},
    "images_received": {"count"},
    "file_received": {"name"},
    "document_received": {"name"},
    "spreadsheet_received": {"name"},
    "long_text_received": {"name", "characters"},
    "too_large": {"megabytes"},
    "unsupported_file": {"name"},
}
COMMANDS = [
    *("/help", "/again", "/draw", "/reset", "/persona", "/language", "/link", "/unlink"),
    *("/reminders", "/forget"),
]
IN_GROUPS = [
    *("/help", "/again", "/draw", "/reset", "/language"),
    *("/listen", "/digest", "/reminders"),
]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def named(text: str, commands: list[str]) -> list[str]:
    words = text.split()
    return [command for command in commands if command in words]


def sentences(language: str) -> dict[str, str]:
    """All that is said in a language, by its field."""
    fields = asdict(texts_for(language, "ja"))
    return {name: text for name, text in fields.items() if isinstance(text, str)}


def test_names_the_languages() -> None:
    assert languages() == {"en": "English", "ja": "日本語"}


@pytest.mark.parametrize(
    ("language", "default", "name"),
    [
        ("ja", "en", "日本語"),
        ("en", "ja", "English"),
        ("en-US", "ja", "English"),
        ("EN_gb", "ja", "English"),
        ("zh-Hant", "en", "English"),
        ("zh-Hant", "ja-JP", "日本語"),
        (None, "en", "English"),
        ("", "en", "English"),
        ("text", "en", "English"),  # the module of the shape is no language
        ("../en", "ja", "日本語"),
        ("xx", "yy", "日本語"),
    ],
)
def test_finds_the_texts(language: str | None, default: str, name: str) -> None:
    assert texts_for(language, default).name == name


@pytest.mark.parametrize("language", languages())
class TestEachLanguage:
    def test_says_everything(self, language: str) -> None:
        texts = texts_for(language, "ja")
        assert isinstance(texts, Texts)
        assert [name for name, text in sentences(language).items() if not text.strip()] == []

    def test_uses_the_same_placeholders(self, language: str) -> None:
        used = {
            name: {field for _, field, _, _ in Formatter().parse(text) if field is not None}
            for name, text in sentences(language).items()
        }
        assert {name: fields for name, fields in used.items() if fields} == PLACEHOLDERS

    def test_keeps_to_lines_limits(self, language: str) -> None:
        # https://developers.line.biz/en/reference/messaging-api/#message-action
        texts = sentences(language)
        limits = {"label": 20, "say": 300}
        too_long = [
            name
            for name, text in texts.items()
            if units(text) > limits.get(name.partition("_")[0], 1000)
        ]
        assert too_long == []

    def test_the_choices_under_an_attachment_differ(self, language: str) -> None:
        texts = sentences(language)
        labels = [text for name, text in texts.items() if name.startswith("label_")]
        assert len(set(labels)) == len(labels)

    def test_the_help_has_a_line_for_each_command(self, language: str) -> None:
        texts = texts_for(language, "ja")
        lines = [line for line in texts.help.splitlines() if line.startswith("/")]
        assert [line.split()[0] for line in lines] == COMMANDS
        lines = [line for line in texts.help_in_group.splitlines() if line.startswith("/")]
        assert [line.split()[0] for line in lines] == IN_GROUPS

    def test_its_words_for_commands_are_found_and_no_other_languages(self, language: str) -> None:
        texts = texts_for(language, "ja")
        orders = {word: Order(Command(command)) for word, command in texts.aliases.items()}
        assert {word: order_in(f"/{word}") for word in texts.aliases} == orders
        assert aliases().items() >= texts.aliases.items()

    def test_the_way_out_is_named(self, language: str) -> None:
        texts = texts_for(language, "ja")
        assert named(texts.greeting, ["/help", "/forget"]) == ["/help", "/forget"]
        assert "OpenAI" in texts.greeting
        assert "OpenAI" in texts.introduction
        assert "/unlink" in texts.link_code
        assert "/persona clear" in texts.persona_shown
