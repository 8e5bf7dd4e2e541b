"""Why a cell of the matrix is empty: what cannot happen there, or is what another cell shows."""

from tests.world.faults import (
    BOUNDARIES,
    COGNITO,
    CONTENT,
    CUT_OFF,
    DRAWING,
    FIVES,
    FOURS,
    INDEX,
    KINDS,
    MALFORMED,
    OPENAI,
    OUT_OF_ORDER,
    PUSH,
    QUEUE,
    REPLY,
    S3,
    SCHEDULER,
    SSM,
    TABLE,
    THROTTLED,
    TIME_OUT,
    TWICE,
    WEBHOOK,
)

AWS = (QUEUE, TABLE, INDEX, SSM, S3, SCHEDULER)
AS_REFUSED = "AWS's refusals have one form: as `refused`"
AS_TIME_OUT = "botocore takes half an answer for none: as `time-out`"
NOTHING_READ = "nothing of the answer is read"
READ_ONLY = "it only reads: to do so twice changes nothing"
ONE_AT_A_TIME = "a worker makes one such call at a time, and a chat has one worker"

REASONS: dict[tuple[str, str], str] = {
    **{(each, FOURS): AS_REFUSED for each in AWS},
    **{(each, CUT_OFF): AS_TIME_OUT for each in AWS},
    **{(each, MALFORMED): AS_TIME_OUT for each in AWS},
    **{(each, TWICE): READ_ONLY for each in (INDEX, SSM, CONTENT, COGNITO)},
    **{(each, OUT_OF_ORDER): ONE_AT_A_TIME for each in (OPENAI, DRAWING, REPLY, PUSH)},
    **{(each, OUT_OF_ORDER): ONE_AT_A_TIME for each in (SSM, S3, COGNITO)},
    (WEBHOOK, TIME_OUT): "LINE waits no longer and sends again: as `twice`",
    (WEBHOOK, THROTTLED): "the API refuses before a function is called: LINE sends again",
    (WEBHOOK, FOURS): "what the function answers: see `refused` and `cut off`",
    (WEBHOOK, FIVES): "what the function answers where SSM, the table or the queue fail",
    (QUEUE, TWICE): "SQS drops doubles; what comes again is under `time-out` and the crashes",
    (QUEUE, OUT_OF_ORDER): "FIFO: a chat's events come in the order in which they were stored",
    (QUEUE, MALFORMED): NOTHING_READ,
    (TABLE, TWICE): "a write that took effect unheard is under `time-out`, its repetition too",
    (OPENAI, TWICE): "a question that is asked again is under the crashes: one answer is stored",
    (DRAWING, TWICE): "what is drawn again after a crash is under the crashes: one is shown",
    (REPLY, TWICE): "a token is good once: under `time-out` and 5xx, which took effect unheard",
    (REPLY, CUT_OFF): "half an answer is none to the SDK: as `time-out`",
    (PUSH, TWICE): "the retry key: under `time-out` and 5xx, which took effect unheard",
    (PUSH, CUT_OFF): "half an answer is none to the SDK: as `time-out`",
    (CONTENT, MALFORMED): "bytes are what they are: unit tests have files of all kinds",
    (S3, TWICE): "a file that was stored unheard is under `time-out`",
    (COGNITO, THROTTLED): "its answer is taken for 5xx, as whatever is not as documented",
    (COGNITO, FOURS): "as `refused`",
    (COGNITO, CUT_OFF): "half an answer is none: as `time-out`",
    (SCHEDULER, OUT_OF_ORDER): "a schedule fires late under `slow`",
}


def missing(seen: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The cells that are neither seen nor explained."""
    cells = [(boundary, kind) for boundary in BOUNDARIES for kind in KINDS]
    return [each for each in cells if each not in seen and each not in REASONS]
