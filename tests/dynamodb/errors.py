"""DynamoDB's errors, as botocore raises them."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

NO_REASON = {"Code": "None"}
FAILED_CHECK = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}


def error(operation: str, code: str, message: str, **more: Any) -> ClientError:
    """An error with this code, such as ValidationException."""
    response: Any = {"Error": {"Code": code, "Message": message}, **more}
    return ClientError(response, operation)


def invalid(message: str) -> ClientError:
    """What is asked for makes no sense to DynamoDB."""
    return error("", "ValidationException", message)


def check_failed(operation: str) -> ClientError:
    """The condition of a single write does not hold."""
    code, message = "ConditionalCheckFailedException", "The conditional request failed"
    return error(operation, code, message)


def cancelled(reasons: Sequence[dict[str, str]]) -> ClientError:
    """A transaction was not made. There is a reason for each of its items, in their order."""
    codes = ", ".join(reason["Code"] for reason in reasons)
    return error(
        "TransactWriteItems",
        "TransactionCanceledException",
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]",
        CancellationReasons=list(reasons),
    )
