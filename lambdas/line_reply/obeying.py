"""The use case: do what a user tells the bot itself.

A command is answered with its reply token or not at all. The token works once, so trying again
is safe, and nothing of it, least of all a code, is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kaiwa.line import BUBBLES_A_CALL, Choice
from kaiwa.line_events import OLDEST_EVENT, Received
from kaiwa.log import described, logger
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError
from line_reply import commands, forgetting, history, linking, repeating
from line_reply.chats import Talk, say
from line_reply.commands import CLEAR, NO, PERSONAL, YES, Command, Order, plain
from line_reply.deliver import bubbles_of
from line_reply.languages import languages, primary, texts_for
from line_reply.languages.text import Texts

LONGEST_PERSONA = 500
"""In characters."""


class Messages(history.Messages, Protocol):
    """The messages, and which events were taken. See `kaiwa.table.MessageTable`."""

    def take_event(self, event_id: str, now: datetime) -> bool: ...


class Conversations(repeating.Conversations, Protocol):
    """A chat's settings. See `kaiwa.conversations.Conversations`."""

    def set_persona(self, chat_id: str, persona: str | None) -> None: ...


class Past(forgetting.Past, Protocol):
    """What was said. See `kaiwa.past.Past`."""

    def reset(self, chat_id: str, now: datetime) -> None: ...


class Accounts(forgetting.Accounts, linking.Accounts, Protocol):
    """Who may reach which chat. See `kaiwa.accounts.Accounts`."""


@dataclass(frozen=True)
class Stores:
    """Where everything about a chat is kept, and what commands change of it.

    `flags` says whether words are not to be passed on to the model. It raises the errors of
    `kaiwa.model`.
    """

    messages: Messages
    conversations: Conversations
    past: Past
    accounts: Accounts
    exports: forgetting.Exports
    flags: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class Said:
    """What the bot answers: bubbles, and buttons below the last."""

    bubbles: Sequence[str]
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Request:
    """Who orders what, when, and in whose words it is answered."""

    chat_id: str
    one_to_one: bool
    argument: str
    texts: Texts
    now: datetime


def obey(
    order: Order,
    received: Received,
    attempt: int,
    stores: Stores,
    talk: Talk,
    *,
    last_attempt: bool = False,
) -> str:
    """Do what the user says and tell them. Returns how it ended, for logs.

    Raises whatever another attempt may mend; on the last one the user hears that it did not work.
    """
    if talk.clock() - received.sent_at > OLDEST_EVENT:
        return "too old"
    if not stores.messages.take_event(received.event_id, talk.clock()) and attempt == 1:
        return "taken before"
    # The words first: whoever is forgotten has no language any more.
    texts = talk.voice()
    request = Request(
        received.conversation_id,
        received.one_to_one,
        order.argument,
        texts,
        talk.clock(),
    )
    try:
        said = _do(order.command, request, stores)
    except Exception:
        if last_attempt:
            say(received, [texts.try_later], talk)
        raise
    return say(received, said.bubbles, talk, said.choices) or f"obeyed {order.command}"


def _do(command: Command, request: Request, stores: Stores) -> Said:
    """The words for the user, after it is done."""
    if command in PERSONAL and not request.one_to_one:
        return Said([request.texts.one_to_one_only])
    return DOERS[command](request, stores)


def _help(request: Request, _: Stores) -> Said:
    texts = request.texts
    words = texts.help if request.one_to_one else texts.help_in_group
    return Said([words], commands.choices(texts, request.one_to_one))


def _reset(request: Request, stores: Stores) -> Said:
    stores.past.reset(request.chat_id, request.now)
    return Said([request.texts.reset_done])


def _forget(request: Request, stores: Stores) -> Said:
    texts, answer = request.texts, plain(request.argument)
    if answer == NO:
        return Said([texts.forget_cancelled])
    if answer != YES:
        return Said([texts.forget_confirm], commands.confirmation(texts))
    forgetting.forget(request.chat_id, stores.past, stores.accounts, stores.exports, request.now)
    return Said([texts.forgot])


def _again(request: Request, stores: Stores) -> Said:
    answer = repeating.last_answer(
        request.chat_id, stores.messages, stores.conversations, request.now
    )
    if answer is None:
        return Said([request.texts.nothing_to_repeat])
    return Said(bubbles_of(answer)[:BUBBLES_A_CALL])


def _persona(request: Request, stores: Stores) -> Said:
    texts, wish = request.texts, request.argument
    if not wish:
        persona: str | None = stores.conversations.get(request.chat_id).persona
        shown = texts.persona_shown.format(persona=persona) if persona else texts.persona_none
        return Said([shown])
    if plain(wish) == CLEAR:
        stores.conversations.set_persona(request.chat_id, None)
        return Said([texts.persona_cleared])
    if len(wish) > LONGEST_PERSONA:
        return Said([texts.persona_too_long.format(limit=LONGEST_PERSONA)])
    try:
        flagged = stores.flags is not None and stores.flags(wish)
    except (ModelRefusedError, ModelTimeoutError) as error:
        logger().error("Nobody will judge the persona.", failure=described(error))
        return Said([texts.try_later])
    if flagged:
        return Said([texts.refused])
    stores.conversations.set_persona(request.chat_id, wish)
    return Said([texts.persona_set])


def _language(request: Request, stores: Stores) -> Said:
    wish = plain(request.argument)
    known = ", ".join(languages())
    if not wish:
        words = request.texts.language_choices.format(languages=known)
        return Said([words], commands.language_choices())
    by_name = {plain(name): code for code, name in languages().items()}
    code = by_name.get(wish, primary(wish))
    if code not in languages():
        words = request.texts.language_unknown.format(languages=known)
        return Said([words], commands.language_choices())
    stores.conversations.set_language(request.chat_id, code)
    return Said([texts_for(code, code).language_set])


def _link(request: Request, stores: Stores) -> Said:
    code = linking.offer_code(request.chat_id, stores.accounts, request.now)
    return Said([request.texts.link_code.format(code=code)])


def _unlink(request: Request, stores: Stores) -> Said:
    link = linking.unlink(request.chat_id, stores.accounts, stores.exports)
    if link is None:
        return Said([request.texts.not_linked])
    return Said([request.texts.unlinked.format(address=link.address)])


DOERS: dict[Command, Callable[[Request, Stores], Said]] = {
    Command.HELP: _help,
    Command.RESET: _reset,
    Command.FORGET: _forget,
    Command.AGAIN: _again,
    Command.PERSONA: _persona,
    Command.LANGUAGE: _language,
    Command.LINK: _link,
    Command.UNLINK: _unlink,
}
