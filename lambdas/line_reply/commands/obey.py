"""The use case: do what a user tells the bot itself.

A command is answered with its reply token, and but for the rest of a long answer not at all
without it. The token works once, so trying again is safe, and nothing of it, least of all a code,
is kept.
"""

from collections.abc import Callable

from kaiwa.line.client import BUBBLES_A_CALL
from kaiwa.line.events import Received
from line_reply import taking
from line_reply.commands import again as repeating
from line_reply.commands import forget as forgetting
from line_reply.commands import link as linking
from line_reply.commands import orders as commands
from line_reply.commands import preferences as preferring
from line_reply.commands.orders import NO, PERSONAL, YES, Command, Order, plain
from line_reply.commands.request import Request, Said, Stores
from line_reply.delivery.deliver import bubbles_of
from line_reply.speech.chat import TOKEN_SPENT, Talk, say


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
    if refusal := taking.refusal(received, attempt, stores.messages, talk.clock()):
        return refusal
    # The words first: whoever is forgotten has no language any more.
    texts = talk.voice()
    request = Request(
        received.conversation_id,
        received.one_to_one,
        order.argument,
        texts,
        talk.clock(),
        anew=attempt > 1,
    )
    try:
        said = _do(order.command, request, stores)
    except Exception:
        if last_attempt:
            say(received, [texts.try_later], talk)
        raise
    return _tell(said, received, attempt, talk) or f"obeyed {order.command}"


def _do(command: Command, request: Request, stores: Stores) -> Said:
    """The words for the user, after it is done."""
    if command in PERSONAL and not request.one_to_one:
        return Said([request.texts.one_to_one_only])
    return DOERS[command](request, stores)


def _tell(said: Said, received: Received, attempt: int, talk: Talk) -> str | None:
    """Why the user did not hear it, if so. What the token does not carry follows by push."""
    unheard = say(received, said.bubbles[:BUBBLES_A_CALL], talk, said.choices)
    begun = unheard is None or (unheard == TOKEN_SPENT and attempt > 1)
    rest = said.bubbles[BUBBLES_A_CALL:]
    return repeating.push(rest, received, talk) if rest and begun else unheard


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
    return Said(bubbles_of(answer) if answer else [request.texts.nothing_to_repeat])


def _link(request: Request, stores: Stores) -> Said:
    code = linking.offer_code(request.chat_id, stores.accounts, request.now)
    return Said([request.texts.link_code.format(code=code)])


def _unlink(request: Request, stores: Stores) -> Said:
    texts = request.texts
    if link := linking.unlink(request.chat_id, stores.accounts, stores.exports):
        return Said([texts.unlinked.format(address=link.address)])
    return Said([texts.unlinked_already if request.anew else texts.not_linked])


DOERS: dict[Command, Callable[[Request, Stores], Said]] = {
    Command.HELP: _help,
    Command.RESET: _reset,
    Command.FORGET: _forget,
    Command.AGAIN: _again,
    Command.PERSONA: preferring.persona,
    Command.LANGUAGE: preferring.language,
    Command.LINK: _link,
    Command.UNLINK: _unlink,
}
