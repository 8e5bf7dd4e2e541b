"""The explored world's queue agrees with the emulator's. Its table does in test_dynamodb.py."""

import pytest

from tests.e2e.conftest import Aws
from tests.world.sequences import differences, pair_of_queues


@pytest.mark.parametrize("seed", range(4))
def test_a_sequence_ends_alike(aws: Aws, seed: int) -> None:
    with pair_of_queues(aws.sqs, f"differential-{seed}") as pair:
        assert differences(pair, seed) == []
