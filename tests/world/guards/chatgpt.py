"""What keeps others out of a chat, and what comes from ChatGPT in its bounds."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from kaiwa.exports import Exports
from kaiwa.table.account_items import Account, LinkCode
from kaiwa.table.accounts import Accounts
from kaiwa.table.operations import Operations
from line_reply.admission import Admission
from line_reply.delivery.own_text import DeliverOwnText
from tests.world.choices import Bounds
from tests.world.guards.registry import GONE, LIMITS, ONE_TURN, SILENCE, Guard


def _who_is_let_in(patch: pytest.MonkeyPatch) -> None:
    """Whoever writes is answered."""
    patch.setattr(Admission, "may_ask", lambda *_: True)


def _the_codes_single_use(patch: pytest.MonkeyPatch) -> None:
    """A code that was used stays good."""
    delete = TransactWrite.delete

    def keep(self: Any, model: Model, condition: Any = None, **named: Any) -> None:
        if isinstance(model, LinkCode):
            self.condition_check(LinkCode, model.id, condition=condition)
        else:
            delete(self, model, condition, **named)

    patch.setattr(TransactWrite, "delete", keep)


def _the_link_of_what_is_sent(patch: pytest.MonkeyPatch) -> None:
    """A text is taken, though its sender's link was undone meanwhile."""
    check = TransactWrite.condition_check

    def checked(self: Any, model: Any, hash_key: Any, condition: Any, **named: Any) -> None:
        if model is Account:
            condition = Account.id.exists() | Account.id.does_not_exist()
        check(self, model, hash_key, condition=condition, **named)

    patch.setattr(TransactWrite, "condition_check", checked)


def _the_days_sends(patch: pytest.MonkeyPatch) -> None:
    """As much is sent as anybody likes."""
    accept = Operations.accept
    patch.setattr(Operations, "accept", lambda self, sent, _, now: accept(self, sent, 99, now))


def _what_became_of_it(patch: pytest.MonkeyPatch) -> None:
    """Nobody records how a text ended."""
    patch.setattr(DeliverOwnText, "_record", lambda *_: None)


def _the_forgotten_link(patch: pytest.MonkeyPatch) -> None:
    """A chat is forgotten, and its link is not."""
    patch.setattr(Accounts, "forget", lambda *_: None)


def _the_forgotten_page(patch: pytest.MonkeyPatch) -> None:
    """Whoever has signed in reads what is to be forgotten, for as long as it is there."""
    link_of: Callable[..., Any] = Accounts.link_of

    def known(self: Accounts, account_id: str) -> Any:
        link = link_of(self, account_id)
        return link and replace(link, forgotten_at=None)

    patch.setattr(Accounts, "link_of", known)


def _the_untold_link(patch: pytest.MonkeyPatch) -> None:
    """A link is used, whether its chat was told of it or not."""
    link_of: Callable[..., Any] = Accounts.link_of

    def known(self: Accounts, account_id: str) -> Any:
        link = link_of(self, account_id)
        return link and replace(link, notice_id=None)

    patch.setattr(Accounts, "link_of", known)


def _the_links_files(patch: pytest.MonkeyPatch) -> None:
    """What was exported stays."""
    patch.setattr(Exports, "delete_all", lambda *_: None)


GUARDS = (
    Guard("who is let in", _who_is_let_in, "strangers", (SILENCE,)),
    Guard("the code's single use", _the_codes_single_use, "code_of_before", ("a_code_links_once",)),
    Guard(
        "the link of what is sent",
        _the_link_of_what_is_sent,
        "own_text",
        ("what_comes_from_chatgpt_is_linked",),
    ),
    Guard("the day's sends", _the_days_sends, "own_texts_and_limit", (LIMITS,)),
    Guard("what became of it", _what_became_of_it, "own_text", ("chatgpt_is_told_what_happened",)),
    Guard(
        "the forgotten link",
        _the_forgotten_link,
        "own_text_and_forget",
        ("a_forgotten_chat_is_linked_no_more",),
    ),
    Guard("the forgotten page", _the_forgotten_page, "forget_and_read", (GONE,), ONE_TURN),
    Guard(
        "the untold link",
        _the_untold_link,
        "linking_and_reading",
        ("whose_chat_is_linked_is_told",),
        Bounds(crash=1),
    ),
    Guard("the link's files", _the_links_files, "export_in_a_file", (GONE,)),
)
