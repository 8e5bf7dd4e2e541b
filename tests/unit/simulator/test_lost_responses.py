"""Which failures of a deployment are the emulator's, and are tried once more."""

import pytest

from simulator.stack import lost_a_response

ALIAS = (
    "Error: creating Lambda Alias (live): operation error Lambda: CreateAlias, https response error"
    " StatusCode: 409, RequestID: 515a2cd2, ResourceConflictException: Alias already exists: live"
)
PERMISSION = (
    "Error: adding Lambda Permission (webhook/invoke): operation error Lambda: AddPermission, https"
    " response error StatusCode: 409, RequestID: 72f073de, ResourceConflictException: The statement"
    " id (invoke) provided already exists. Please provide a new statement id."
)


@pytest.mark.parametrize(
    ("printed", "is_lost"),
    [
        (f"Creating...\n\n{ALIAS}\n\n  with module.chatgpt.aws_lambda_alias.live,", True),
        (PERMISSION, True),
        ("Error: creating S3 Bucket (a): StatusCode: 409, BucketAlreadyOwnedByYou", True),
        (ALIAS.replace("already exists", "is not there"), False),
        ("Error: Unsupported argument\n\nalready exists", False),
        ("Apply complete!", False),
    ],
)
def test_what_the_emulator_had_created_is_a_lost_response(printed: str, is_lost: bool) -> None:
    assert lost_a_response(printed) is is_lost
