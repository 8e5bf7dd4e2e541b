"""The brake, on moto's CloudWatch."""

import pytest

from scripts.alarms import POLL_SECONDS, Alarms
from tests.unit.scripts.published import Deployed, FakeClock

NAMES = ("chatgpt-errors", "line_reply-errors")


@pytest.fixture
def deployed(aws: None) -> Deployed:
    return Deployed("chatgpt", "line_reply")


@pytest.fixture
def alarms(deployed: Deployed) -> Alarms:
    return Alarms(deployed.cloudwatch, NAMES)


def test_alarms_that_ring_are_found_among_many(deployed: Deployed) -> None:
    deployed.ring("somebody-elses")
    deployed.ring("line_reply-errors")
    names = (*(f"no-such-alarm-{number}" for number in range(150)), *NAMES)
    assert Alarms(deployed.cloudwatch, names).ringing() == {"line_reply-errors"}


def test_without_alarms_none_is_asked_for(deployed: Deployed) -> None:
    deployed.ring("somebody-elses")
    assert Alarms(deployed.cloudwatch, ()).ringing() == set()


def test_a_quiet_time_is_waited_for_to_its_end(alarms: Alarms) -> None:
    clock = FakeClock()
    assert alarms.watch((), 40, clock) == set()
    assert clock.slept == [POLL_SECONDS, POLL_SECONDS, 40 - 2 * POLL_SECONDS]


def test_an_alarm_ends_the_waiting(alarms: Alarms, deployed: Deployed) -> None:
    clock = FakeClock(meanwhile=lambda: deployed.ring("chatgpt-errors"))
    assert alarms.watch((), 600, clock) == {"chatgpt-errors"}
    assert clock.slept == [POLL_SECONDS]


def test_one_that_rang_before_does_not(alarms: Alarms, deployed: Deployed) -> None:
    deployed.ring("chatgpt-errors")
    assert alarms.watch({"chatgpt-errors"}, 60, FakeClock()) == set()


def test_but_it_does_if_it_was_quiet_in_between(alarms: Alarms, deployed: Deployed) -> None:
    states = iter(["OK", "OK", "ALARM"])
    deployed.ring("chatgpt-errors")
    clock = FakeClock(meanwhile=lambda: deployed.ring("chatgpt-errors", next(states)))
    assert alarms.watch({"chatgpt-errors"}, 600, clock) == {"chatgpt-errors"}
    assert len(clock.slept) == 3
