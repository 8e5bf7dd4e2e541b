"""See to the events that could not be handled: list them, put them back, or drop them.

    export PYTHONPATH=layers/kaiwa:lambdas
    python -m scripts.dead_letters build/production/outputs.json list
    python -m scripts.dead_letters build/production/outputs.json redrive --chat <hash> --poison
    python -m scripts.dead_letters build/production/outputs.json drop --event <id> --reason <why>

Chats are shown as the logs show them, by the hash of their LINE id, and nothing of what was said.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

import boto3

from kaiwa.times import now
from scripts.aws import errors_as_sentences
from scripts.dead_letter_queue import DeadLetter, DeadLetterQueue, Visit
from scripts.dead_letter_reasons import Reason, Reasons, Verdict
from scripts.deployment import Deployment
from scripts.operations_log import OperationsLog

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sqs import SQSClient

QUEUES = {
    "events": ("dead_letter_queue_url", "queue_url"),
    "summaries": ("summary_dead_letter_queue_url", "summary_queue_url"),
}
"""What waits in a queue → the outputs with its dead-letter queue's address and its own."""
HASH = re.compile("[0-9a-f]{32}")
HEADINGS = ("queue", "type", "chat", "age", "received", "event", "verdict", "reason")

type Wants = Callable[[DeadLetter], bool]
type Act = Callable[[Visit, DeadLetter, Reason], bool]
"""What to do with a dead letter. Returns whether it is out of the dead-letter queue now."""


@dataclass(frozen=True)
class DeadLetters:
    """The dead-letter queues of a deployment, and why what lies there does."""

    queues: tuple[DeadLetterQueue, ...]
    reasons: Reasons

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        sqs: SQSClient = boto3.client("sqs", region_name=deployment["region"])
        logs: CloudWatchLogsClient = boto3.client("logs", region_name=deployment["region"])
        return cls(
            tuple(
                DeadLetterQueue(sqs, name, deployment[dead], deployment[source])
                for name, (dead, source) in QUEUES.items()
            ),
            Reasons(logs, deployment["log_group_names"]["line_reply"]),
        )

    def look(
        self, queue: DeadLetterQueue, visit: Visit, wants: Wants
    ) -> Iterator[tuple[DeadLetter, Reason]]:
        """What is to be seen in a queue and wanted, with the reasons."""
        for letters in visit.batches():
            wanted = [letter for letter in letters if wants(letter)]
            if new := self.reasons.not_known(wanted):
                print(f"  {queue.name}: reading the log about {len(new)} …", file=sys.stderr)
            reasons = self.reasons.of(wanted)
            for letter in wanted:
                yield letter, reasons[letter.message_id]

    def clear(self, wants: Wants, act: Act) -> int:
        """Act upon all that is wanted, round after round until one takes nothing out.

        One round may not see all: what is left hides what comes later in its chat.
        """
        total = 0
        for queue in self.queues:
            while out := self._round(queue, wants, act):
                total += out
        return total

    def _round(self, queue: DeadLetterQueue, wants: Wants, act: Act) -> int:
        with queue.visit() as visit:
            return sum(act(visit, *found) for found in self.look(queue, visit, wants))


def main() -> None:
    """Do as the command line says; exit 1 if it names what is not there."""
    arguments = _parser().parse_args()
    if arguments.chat and not HASH.fullmatch(arguments.chat):
        sys.exit("CHAT must be 32 hexadecimal digits, as `make dead-letters` and the logs have it.")
    if arguments.command == "drop":
        if bool(arguments.chat) == bool(arguments.event):
            sys.exit("Say what to drop: EVENT=<id> for one, or CHAT=<hash> for all of a chat.")
        if not arguments.reason.strip():
            sys.exit("Say why, in words that may be logged: REASON='…'.")
    deployment = Deployment.read(arguments.outputs)
    try:
        with errors_as_sentences():
            letters = DeadLetters.of(deployment)
            if arguments.command == "list":
                show(letters)
            elif arguments.command == "redrive":
                redrive(letters, arguments.chat, poison=arguments.poison)
            else:
                log = OperationsLog.of(deployment)
                drop(letters, log, arguments.reason, chat=arguments.chat, event=arguments.event)
    except KeyboardInterrupt:
        sys.exit("\nStopped. Nothing is lost: what was not seen to is where it was.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("command", choices=("list", "redrive", "drop"))
    parser.add_argument("--chat", help="only those of the chat with this hash")
    parser.add_argument("--event", help="drop: only the one with this id")
    parser.add_argument("--poison", action="store_true", help="redrive: also what fails again")
    parser.add_argument("--reason", default="", help="drop: why")
    return parser


def show(letters: DeadLetters) -> None:
    """Print a line for each that is to be seen."""
    verdicts: Counter[Verdict] = Counter()
    hidden = 0
    for queue in letters.queues:
        seen = 0
        with queue.visit() as visit:
            for letter, reason in letters.look(queue, visit, lambda _: True):
                if not verdicts:
                    print(_row(*HEADINGS))
                print(_row(*_cells(queue.name, letter, reason)), flush=True)
                verdicts[reason.verdict] += 1
                seen += 1
        hidden += max(queue.waiting() - seen, 0)
    if verdicts:
        print(", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items())))
    elif not hidden:
        print("There are no dead letters.")
    if hidden:
        print(f"{hidden} are hidden: behind ten of their chat, or somebody is seeing to them.")


def redrive(letters: DeadLetters, chat: str | None, *, poison: bool) -> None:
    """Put back all, or those of a chat; poison only if it is asked for."""
    put_back: set[str] = set()
    poisonous: set[str] = set()
    returned: set[str] = set()

    def act(visit: Visit, letter: DeadLetter, reason: Reason) -> bool:
        if reason.verdict is Verdict.POISON and not poison:
            poisonous.add(letter.message_id)
            return False
        if letter.event_id in put_back:  # else this might never end
            returned.add(letter.message_id)
            return False
        visit.put_back(letter)
        put_back.add(letter.event_id)
        print(f"Put back {_name(letter)}.", flush=True)
        return True

    total = letters.clear(lambda letter: chat in {None, letter.chat}, act)
    if chat and not put_back | poisonous:
        sys.exit(_nothing_of(chat))
    print(f"{total} put back.")
    if poisonous:
        print(f"{len(poisonous)} left that would fail again: POISON=1 puts back these too.")
    if returned:
        print(f"{len(returned)} left that came back meanwhile, or are doubles.")


def drop(
    letters: DeadLetters, log: OperationsLog, why: str, *, chat: str | None, event: str | None
) -> None:
    """Delete one, or all of a chat. Why is written down first."""

    def act(visit: Visit, letter: DeadLetter, reason: Reason) -> bool:
        log.write("A dead letter was dropped.", **_record(letter, reason), reason=why)
        visit.drop(letter)
        print(f"Dropped {_name(letter)}.", flush=True)
        return True

    def wants(letter: DeadLetter) -> bool:
        return letter.event_id == event or letter.chat == chat

    total = letters.clear(wants, act)
    if not total:
        sys.exit(_nothing_of(event or chat))
    print(f"{total} dropped.")


def _nothing_of(wanted: str | None) -> str:
    return f"No dead letter of {wanted} is to be seen. `make dead-letters` lists those that are."


def _name(letter: DeadLetter) -> str:
    return f"{letter.event_id} ({letter.type or 'of no type'}, chat {letter.chat})"


def _record(letter: DeadLetter, reason: Reason) -> dict[str, object]:
    """What to log of it, under the names that the functions' logs have."""
    return {
        "event_id": letter.event_id,
        "event_type": letter.type,
        "conversation": letter.chat,
        "happened_at": letter.dated.isoformat(timespec="seconds"),
        "verdict": reason.verdict,
        "cause": reason.words,
    }


def _cells(queue: str, letter: DeadLetter, reason: Reason) -> Iterator[str]:
    yield queue
    yield letter.type or "-"
    yield letter.chat
    yield age(now() - letter.dated)
    yield str(letter.received)
    yield letter.event_id
    yield str(reason.verdict)
    yield reason.words + ("; too old to be answered" if letter.too_old else "")


def age(span: timedelta) -> str:
    """As people say it: in the largest unit of which there are two, or in seconds."""
    seconds = max(int(span.total_seconds()), 0)
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def _row(*cells: str) -> str:
    queue, kind, chat, old, received, event, verdict, reason = cells
    return (
        f"{queue:9}  {kind:13}  {chat:32}  {old:>7}  {received:>8}  {event:36}  {verdict:7}  "
        f"{reason}"
    )


if __name__ == "__main__":
    main()
