"""The errors that the use cases raise, and the problem that each of them is.

Apart from `problems`, because to name them all is to import all that can go wrong, the table too.
"""

from collections.abc import Mapping

from pydantic import ValidationError

from chatgpt.conversation.cursor import MalformedCursorError
from chatgpt.conversation.documents import NoSuchDocumentError
from chatgpt.conversation.link import NotLinkedError
from chatgpt.conversation.problems import INVALID, Problem
from chatgpt.conversation.send import NoSuchOperationError
from chatgpt.conversation.time_span import InvalidFieldError
from kaiwa.sign_in import SignInRefusedError, SignInUnavailableError
from kaiwa.table.accounts import (
    AlreadyLinkedError,
    ChangedMeanwhileError,
    TooManyTriesError,
    WrongCodeError,
)
from kaiwa.table.operations import DailyLimitError, LinkGoneError, ReusedIdError, StoppedError
from kaiwa.table.transactions import TableBusyError

SIGN_IN_ENDED = Problem("sign_in_ended", "Ask the user to sign in again.")
NOT_LINKED = Problem(
    "not_linked",
    "The user has not linked a LINE chat. Ask them to send /link to the bot in their "
    "one-to-one chat on LINE and to tell you the code that it answers; then call linkChat.",
)
BUSY = Problem(
    "changed_meanwhile",
    "Something else changed at the same moment. Call again once with the same values.",
)
PROBLEMS: Mapping[type[Exception], Problem] = {
    MalformedCursorError: Problem(
        "malformed_cursor",
        "Pass next_cursor of the page before exactly as it was, with the same order, or none.",
    ),
    SignInRefusedError: SIGN_IN_ENDED,
    NoSuchDocumentError: Problem(
        "no_such_document",
        "There is nothing with this id in the user's conversation. Use an id that search returned, "
        "or a day such as 2026-11-22.",
    ),
    NoSuchOperationError: Problem(
        "no_such_operation",
        "This user has no such operation. Use an operation_id that sendMessage returned within "
        "the last day.",
    ),
    WrongCodeError: Problem(
        "wrong_code",
        "This code does not work. Ask the user to send /link to the bot on LINE and to tell you "
        "the new code: it works once, within 10 minutes.",
    ),
    NotLinkedError: NOT_LINKED,
    LinkGoneError: NOT_LINKED,
    AlreadyLinkedError: Problem(
        "already_linked",
        "The user or this LINE chat is linked otherwise already. Ask the user whether to replace "
        "that link. Only if they agree, call linkChat again with the same code and replace=true.",
    ),
    ChangedMeanwhileError: BUSY,
    TableBusyError: BUSY,
    ReusedIdError: Problem(
        "request_id_used",
        "This request_id was used for another message. Use a new one for a new message.",
    ),
    StoppedError: Problem(
        "blocked",
        "The user has blocked the bot on LINE, which shows them nothing of it. Ask them to unblock "
        "it there, and call again with the same values once they have.",
    ),
    InvalidFieldError: INVALID,
    ValidationError: INVALID,
    TooManyTriesError: Problem(
        "too_many_codes",
        "Too many wrong codes were tried. Tell the user to wait for an hour, and do not call "
        "linkChat until then.",
    ),
    DailyLimitError: Problem(
        "daily_limit",
        "The user has sent as many messages today as a day allows. Tell them that they can send "
        "again tomorrow, and do not call sendMessage until then.",
    ),
    SignInUnavailableError: Problem(
        "sign_in_unavailable",
        "The sign-in service does not answer. Call again in a minute with the same values.",
    ),
}
