"""What is a command, and which buttons stand for one."""

import pytest

from kaiwa.line.choices import Choice
from line_reply.commands.forget import confirmation
from line_reply.commands.language import language_choices
from line_reply.commands.orders import (
    OF_GROUPS,
    PERSONAL,
    Command,
    Order,
    choices,
    order_in,
)
from line_reply.speech.languages import languages, texts_for
from line_reply.speech.languages.text import Texts


@pytest.mark.parametrize("command", Command)
def test_a_command_is_a_word_of_its_own(command: Command) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in command)
    for text in (command, command.upper(), f" {command} \n", wide, f"\u3000{wide}\u3000"):
        assert order_in(text) == Order(command)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("/forget yes", Order(Command.FORGET, "yes")),
        ("／ｆｏｒｇｅｔ\u3000ｙｅｓ", Order(Command.FORGET, "ｙｅｓ")),
        ("/persona\u3000関西弁で、短く", Order(Command.PERSONA, "関西弁で、短く")),
        ("/persona  Be  kind. ", Order(Command.PERSONA, "Be  kind.")),
        ("/persona\nBe kind.\nBe brief.", Order(Command.PERSONA, "Be kind.\nBe brief.")),
        ("/persona Be\nkind. /help", Order(Command.PERSONA, "Be\nkind. /help")),
        ("/language\ten", Order(Command.LANGUAGE, "en")),
        ("/reset please", Order(Command.RESET, "please")),
        ("/persona関西弁で", Order(Command.PERSONA, "関西弁で")),
        ("／ｐｅｒｓｏｎａ関西弁で。", Order(Command.PERSONA, "関西弁で。")),
        ("/Persona:短く", Order(Command.PERSONA, "短く")),
        ("/persona：「武士」のように", Order(Command.PERSONA, "「武士」のように")),
        ("/persona5歳の子に話すように", Order(Command.PERSONA, "5歳の子に話すように")),
        ("/help！", Order(Command.HELP)),
        ("/help?", Order(Command.HELP)),
        ("/forget。", Order(Command.FORGET)),
        ("/forget、yes", Order(Command.FORGET, "yes")),
        ("/link…", Order(Command.LINK)),
    ],
)
def test_what_follows_is_kept_as_it_was_written(text: str, order: Order) -> None:
    assert order_in(text) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("/ヘルプ", Order(Command.HELP)),
        ("／ﾍﾙﾌﾟ！！", Order(Command.HELP)),
        ("/忘れて", Order(Command.FORGET)),
        ("/忘れて yes", Order(Command.FORGET, "yes")),
        ("/リセット。", Order(Command.RESET)),
        ("/もう一度", Order(Command.AGAIN)),
        ("/言語", Order(Command.LANGUAGE)),
        ("／言語\u3000en", Order(Command.LANGUAGE, "en")),
        ("/話し方：短く", Order(Command.PERSONA, "短く")),
        ("/連携", Order(Command.LINK)),
        ("/連携解除", Order(Command.UNLINK)),
    ],
)
def test_a_language_has_words_of_its_own(text: str, order: Order) -> None:
    assert order_in(text) == order


@pytest.mark.parametrize(
    "text",
    [
        "/start",
        "/links",
        "/foo bar",
        "/paint\na cat",
        "/forgetyes",
        "／ＦＯＯ！",
        "/k",
        "/これを訳して",
        "/たすけて😭",
        "/ช่วยด้วย",
    ],
)
def test_an_unknown_command_asks_for_help(text: str) -> None:
    assert order_in(text) == Order(Command.HELP)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\u3000",
        "/",
        "/ help",
        "//help",
        "link",
        "What does /link do?",
        "/usr/bin/env",
        "/2026/11/22",
        "/usr/",
        "/help/usr",
        "／ｒｅｓｅｔ／ｕｓｒ",
        "/reset-password gives 404",
        "/link.html",
        "/forget_me",
        "/ヘルプ/usr",
        "/1/2",
        "/２０２６年",
        "/!",
        "-/help",
        "\ud83d",
        "action=buy&item=1",
        "None",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert order_in(text) is None


ALL_TEXTS = [texts_for(code, code) for code in languages()]


@pytest.mark.parametrize("texts", ALL_TEXTS, ids=lambda texts: texts.name)
def test_the_buttons_of_help(texts: Texts) -> None:
    everywhere = [
        Choice(texts.label_help, command="/help"),
        Choice(texts.label_reset, command="/reset"),
        Choice(texts.label_again, command="/again"),
        Choice(texts.label_draw, command="/draw"),
    ]
    language = Choice(texts.label_language, command="/language")
    reminders = Choice(texts.label_reminders, command="/reminders")
    assert choices(texts, one_to_one=False) == [*everywhere, language, reminders]
    assert choices(texts, one_to_one=True) == [
        *everywhere,
        Choice(texts.label_persona, command="/persona"),
        language,
        Choice(texts.label_link, command="/link"),
        Choice(texts.label_unlink, command="/unlink"),
        reminders,
        Choice(texts.label_forget, command="/forget"),
    ]


def test_what_is_hidden_has_no_button() -> None:
    texts = ALL_TEXTS[0]
    hidden = (Command.DRAW, Command.LINK, Command.UNLINK, Command.REMINDERS)
    shown = choices(texts, True, hidden)
    assert [each.command for each in shown] == [
        "/help",
        "/reset",
        "/again",
        "/persona",
        "/language",
        "/forget",
    ]


def test_what_is_personal() -> None:
    assert set(PERSONAL) == {Command.FORGET, Command.PERSONA, Command.LINK, Command.UNLINK}


@pytest.mark.parametrize("texts", ALL_TEXTS, ids=lambda texts: texts.name)
def test_the_buttons_that_ask_whether_to_forget(texts: Texts) -> None:
    assert confirmation(texts) == [
        Choice(texts.label_forget_yes, command="/forget yes"),
        Choice(texts.label_cancel, command="/forget no"),
    ]


def test_the_buttons_of_the_languages() -> None:
    assert language_choices() == [
        Choice("English", command="/language en"),
        Choice("日本語", command="/language ja"),
    ]


@pytest.mark.parametrize("texts", ALL_TEXTS, ids=lambda texts: texts.name)
def test_every_button_orders_what_it_says(texts: Texts) -> None:
    buttons = [*choices(texts, one_to_one=True), *confirmation(texts), *language_choices()]
    for button in buttons:
        order = order_in(button.command or "")
        assert order is not None
        assert f"{order.command} {order.argument}".strip() == button.command


@pytest.mark.parametrize("texts", ALL_TEXTS, ids=lambda texts: texts.name)
def test_every_command_that_a_text_names_is_one(texts: Texts) -> None:
    for command in Command:
        assert (command in texts.help) == (command not in OF_GROUPS)
        assert (command in texts.help_in_group) == (command not in PERSONAL)
