"""What can go wrong with a step, by the boundary that it is taken at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError
from jwt import PyJWKClientConnectionError

from kaiwa.line.errors import (
    ContentGoneError,
    ContentNotReadyError,
    LineRefusedError,
    LineUnavailableError,
    LineUnclearError,
)
from kaiwa.model.errors import (
    InputRefusedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    PictureRefusedError,
)
from kaiwa.sign_in import SignInRefusedError, SignInUnavailableError
from tests.world.choices import CRASH, FAULT

WEBHOOK, QUEUE, TABLE, INDEX = "webhook", "queue", "table", "index"
OPENAI, DRAWING = "OpenAI", "OpenAI drawing"
REPLY, PUSH, CONTENT = "LINE reply", "LINE push", "LINE content"
SSM, S3, COGNITO, SCHEDULER = "SSM", "S3", "Cognito", "scheduler"
BOUNDARIES = (
    *(WEBHOOK, QUEUE, TABLE, INDEX, OPENAI, DRAWING, REPLY, PUSH, CONTENT),
    *(SSM, S3, COGNITO, SCHEDULER),
)
REFUSED, SLOW, TIME_OUT, THROTTLED = "refused", "slow", "time-out", "throttled"
FOURS, FIVES, MALFORMED, CUT_OFF = "4xx", "5xx", "malformed", "cut off"
TWICE, OUT_OF_ORDER = "twice", "out of order"
BEFORE, AFTER = "crash before", "crash after"
KINDS = (
    *(REFUSED, SLOW, TIME_OUT, THROTTLED, FOURS, FIVES, MALFORMED, CUT_OFF),
    *(TWICE, OUT_OF_ORDER, BEFORE, AFTER),
)

SLOW_SECONDS = 70
"""Longer than a reply token lives, shorter than a worker."""
MODEL_SECONDS = 120
"""The answer's deadline."""


@dataclass(frozen=True)
class Fault:
    """A way to go wrong: `kind` is its column of the matrix.

    `error` is raised, if there is one, after the call took effect (`is_done`) or without that. It
    takes `seconds`. `told` says to the boundary's stand-in what is wrong with its answer.
    """

    kind: str
    error: Callable[[], Exception] | None = None
    is_done: bool = False
    seconds: float = 0
    told: str = ""
    counted: tuple[str, str] | None = None
    """Boundary and kind of the metric `Faults` that the replaced gateway would have counted."""

    @property
    def cost(self) -> str:
        return CRASH if self.kind in (BEFORE, AFTER) else FAULT

    def __str__(self) -> str:
        done = ", took effect" if self.is_done and self.error else ""
        return f"{self.kind}{f' ({self.told})' if self.told else ''}{done}"


def aws_error(code: str, status: int) -> Exception:
    """What botocore raises if AWS answers this."""
    response: Any = {
        "Error": {"Code": code, "Message": code},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(response, "Operation")


def _aws(code: str, status: int) -> Callable[[], Exception]:
    return lambda: aws_error(code, status)


def _of_aws(name: str, throttled: str) -> Sequence[Fault]:
    """What every service of AWS's may answer, after its client has tried as often as it does."""
    silent = lambda: ReadTimeoutError(endpoint_url="https://aws.example")  # noqa: E731
    return (
        Fault(REFUSED, _aws("AccessDeniedException", 400), counted=(name, "refused")),
        Fault(THROTTLED, _aws(throttled, 400), counted=(name, "throttled")),
        Fault(FIVES, _aws("InternalServerError", 500), counted=(name, "unavailable")),
        Fault(TIME_OUT, silent, seconds=10, counted=(name, "no answer")),
        Fault(TIME_OUT, silent, is_done=True, seconds=10, counted=(name, "no answer")),
    )


ANYWHERE = (Fault(SLOW, seconds=SLOW_SECONDS), Fault(BEFORE), Fault(AFTER, is_done=True))
"""What can happen around any step of a worker."""
NO_NOTICE = (
    Fault(REFUSED, LineUnavailableError, counted=("line", "refused")),
    Fault(THROTTLED, LineUnavailableError, counted=("line", "throttled")),
)
UNCLEAR = (
    Fault(FIVES, LineUnclearError, counted=("line", "unavailable")),
    Fault(FIVES, LineUnclearError, is_done=True, counted=("line", "unavailable")),
    Fault(TIME_OUT, LineUnclearError, seconds=10, counted=("line", "no answer")),
    Fault(TIME_OUT, LineUnclearError, is_done=True, seconds=10, counted=("line", "no answer")),
)
SENT = (
    *NO_NOTICE,
    *UNCLEAR,
    Fault(FOURS, LineRefusedError),
    Fault(MALFORMED, is_done=True, told="no ids"),
)
DYNAMODB = _of_aws("dynamodb", "ProvisionedThroughputExceededException")
CONFLICT = Fault(OUT_OF_ORDER, told="conflict")
LAGS = tuple(Fault(OUT_OF_ORDER, told=told) for told in ("without the last", "old", "last only"))
"""What the index shows: all but the last change, nothing newer than a few seconds, the last change
without those before.
"""

NO_PICTURE, BLOCKED = "no picture", "blocked"
"""How a drawing is wrong: none of LINE's kinds, or refused by OpenAI's safety system."""
MODEL = (
    Fault(REFUSED, ModelRefusedError, counted=("openai", "refused")),
    Fault(FOURS, InputRefusedError, counted=("openai", "input refused")),
    Fault(THROTTLED, ModelUnavailableError, counted=("openai", "unavailable")),
    Fault(FIVES, ModelUnavailableError, counted=("openai", "unavailable")),
    Fault(MALFORMED, ModelUnavailableError, is_done=True, counted=("openai", "unavailable")),
    Fault(TIME_OUT, ModelTimeoutError, seconds=MODEL_SECONDS, counted=("openai", "no answer")),
    Fault(CUT_OFF, told="cut off"),
)

FAULTS: Mapping[str, Sequence[Fault]] = {
    WEBHOOK: (
        Fault(TWICE),
        Fault(OUT_OF_ORDER, seconds=SLOW_SECONDS),
        Fault(REFUSED, told="signed by another"),
        Fault(MALFORMED, told="no JSON"),
        Fault(CUT_OFF, told="cut off"),
    ),
    QUEUE: _of_aws("sqs", "ThrottlingException"),
    TABLE: DYNAMODB,
    INDEX: (*DYNAMODB[:4], *LAGS),
    OPENAI: MODEL,
    DRAWING: (
        *MODEL,
        Fault(FOURS, PictureRefusedError),
        Fault(FOURS, told=BLOCKED),
        Fault(MALFORMED, told=NO_PICTURE),
    ),
    REPLY: SENT,
    PUSH: SENT,
    CONTENT: (
        *NO_NOTICE,
        Fault(FOURS, ContentGoneError),
        Fault(FIVES, LineUnavailableError, counted=("line", "unavailable")),
        Fault(TIME_OUT, LineUnavailableError, seconds=10, counted=("line", "no answer")),
        Fault(OUT_OF_ORDER, ContentNotReadyError),
        Fault(CUT_OFF, LineUnavailableError, counted=("line", "no answer")),
    ),
    SSM: _of_aws("ssm", "ThrottlingException")[:4],
    S3: _of_aws("s3", "SlowDown"),
    COGNITO: (
        Fault(REFUSED, SignInRefusedError),
        Fault(FIVES, SignInUnavailableError, counted=("cognito", "unavailable")),
        Fault(TIME_OUT, SignInUnavailableError, seconds=5, counted=("cognito", "no answer")),
        Fault(MALFORMED, SignInUnavailableError, counted=("cognito", "unavailable")),
    ),
    SCHEDULER: _of_aws("scheduler", "ThrottlingException"),
}
"""Boundary → what can go wrong there besides what can anywhere."""
NO_KEYS = PyJWKClientConnectionError("The keys are not to be had.")
OF_STEPS: Mapping[tuple[str, str], Sequence[Fault]] = {
    (COGNITO, "keys"): (
        Fault(REFUSED, lambda: NO_KEYS),
        Fault(FIVES, lambda: NO_KEYS),
        Fault(TIME_OUT, lambda: NO_KEYS, seconds=5),
        Fault(MALFORMED, lambda: ValueError("no JSON")),
    )
}
"""Instead of these, what can go wrong with one kind of call there."""
