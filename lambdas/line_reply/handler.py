"""Lambda handler behind the queues: one event of one conversation at a time."""

import os
import threading
import time
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from kaiwa.gateways import gateways
from kaiwa.line.channels import channel_of
from kaiwa.line.events import Overheard
from kaiwa.line.messages import ReceivedMessage
from kaiwa.line.taps import TryAgain
from kaiwa.log import described, hashed, logger, type_name, warn_unreadable
from kaiwa.own_texts import OwnText
from kaiwa.settings import MissingSettingError, required
from kaiwa.snapshot import load_for_snapshot
from kaiwa.times import now
from line_reply import measures
from line_reply.attempt import Attempt
from line_reply.listening import NOT_HEARD
from line_reply.memory.summary_due import SummaryDue
from line_reply.reminders.due import ReminderDue
from line_reply.work import Ignored, LineEvent, Own, Unreadable, Work, read

if TYPE_CHECKING:
    from kaiwa.line.client import Line

load_for_snapshot(
    "kaiwa.line.sdk",
    "kaiwa.model.models",
    "kaiwa.parameters",
    "kaiwa.queue",
    "line_reply.wiring",
    "linebot.v3.messaging",
    "openai",
)

LONGEST_PAUSE_SECONDS = 60


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle an SQS event of one record. An event to be tried again is a batch item failure.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    (record,) = event["Records"]
    work = read(record["body"], now())
    number = int(record["attributes"]["ApproximateReceiveCount"])
    attempt = Attempt(number, int(required(os.environ, "MAX_RECEIVE_COUNT")))
    with logger().context(request_id=context.aws_request_id, attempt=number, **_named(work)):
        started = time.perf_counter()
        measures.began(record, attempt)
        try:
            outcome = _handle(work, attempt)
        except Exception as error:
            logger().error("The event was not handled.", failure=described(error))
            if not (isinstance(work, Overheard) and attempt.is_last):
                measures.failed(attempt)
                _show_again(work, record["receiptHandle"], attempt)
                return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
            outcome = NOT_HEARD  # for whatever reason: it is to be no dead letter
        milliseconds = round((time.perf_counter() - started) * 1000)
        log = logger().warning if outcome in measures.NOT_DELIVERED else logger().info
        log("The event is done.", outcome=outcome, milliseconds=milliseconds)
        measures.ended(work, outcome)
        return {"batchItemFailures": []}


def _named(work: Work) -> dict[str, str | None]:
    """What every line of the log says of it."""
    chat_id = work.conversation_id or ""
    names: dict[str, str | None] = {"event_id": work.event_id, "conversation": hashed(chat_id)}
    names["channel"] = channel_of(chat_id)
    operation_id = getattr(work, "operation_id", None)
    return names | ({"operation_id": operation_id} if operation_id else {})


def _handle(work: Work, attempt: Attempt) -> str:
    """Returns how it ended, for the log; raises to be tried again."""
    if isinstance(work, Ignored):
        return f"ignored: {type_name(work.type)}"
    if isinstance(work, Unreadable):
        warn_unreadable(work.type, work.path)
        return "unreadable"
    channel = channel_of(work.conversation_id)
    if not gateways().has_channel(channel):
        return _without_channel(work, channel)
    line = gateways().line(channel)
    if attempt.is_first and isinstance(work, ReceivedMessage | TryAgain):
        _show_attention(work, line)
    # Imported after the animation shows: openai and pynamodb take a cold start a second more.
    from line_reply.wiring import dispatch

    return dispatch(channel, line)(work, attempt)


def _without_channel(work: LineEvent | Own, channel: str) -> str:
    """What people said can still be answered once the channel is there: it becomes a dead letter.
    What Kaiwa itself has left over of a channel that is gone may come for a year, and is done with.
    """
    if not isinstance(work, OwnText | SummaryDue | ReminderDue):
        what_to_do = "Put it into the variable channels, run `make apply` and `make redrive`."
        raise MissingSettingError(f"The channel {channel} is not deployed. {what_to_do}")
    logger().warning("The channel of the event is not deployed.")
    if isinstance(work, OwnText) and work.operation_id:
        from kaiwa.table.operations import FAILED

        gateways().operations.record(work.operation_id, work.id, FAILED)
    return "unknown channel"


def _show_attention(message: ReceivedMessage | TryAgain, line: "Line") -> None:
    """Let the user see that the message has arrived, unless it has come late."""
    if message.redelivered:
        return
    if message.one_to_one:
        line.show_loading(message.conversation_id)
    if isinstance(message, ReceivedMessage) and message.read_token:
        # Beside what comes next, because no answer waits for it.
        threading.Thread(target=line.mark_as_read, args=(message.read_token,), daemon=True).start()


def _show_again(work: Work, receipt_handle: str, attempt: Attempt) -> None:
    """Soon, not after the whole visibility time-out: the chat waits behind this event.

    After the last attempt at once, for then the queue takes it out of the way.
    """
    queue = gateways().summaries if isinstance(work, SummaryDue) else gateways().events
    seconds = 0 if attempt.is_last else min(2**attempt.number, LONGEST_PAUSE_SECONDS)
    try:
        queue.show_again(receipt_handle, seconds)
    except (BotoCoreError, ClientError) as error:
        logger().warning("The event comes again later than it could.", failure=described(error))
