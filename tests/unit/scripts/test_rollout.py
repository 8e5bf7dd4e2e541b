"""Rolling out, on moto's Lambda and CloudWatch and a clock that nobody waits for."""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from scripts import rollout
from scripts.alarms import Alarms
from scripts.functions import Live, Record
from scripts.rollback import roll_back
from scripts.rollout import AlarmError, Pace, RollOut
from tests.unit.scripts.published import Deployed, FakeClock

NAMES = ("chatgpt", "line_reply")
FIRST, LATER = "20261124T120000Z", "20261124T120300Z"
AT_ONCE, BY_QUARTERS = Pace(100, 5, 5), Pace(25, 1, 5)


@pytest.fixture
def deployed(aws: None) -> Deployed:
    return Deployed(*NAMES)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def roll_out(deployed: Deployed, clock: FakeClock, pace: Pace, *, release: bool = False) -> None:
    names = tuple(f"{name}-errors" for name in NAMES)
    RollOut(deployed.functions, Alarms(deployed.cloudwatch, names), pace, clock)(
        NAMES, release=release
    )


def test_what_is_new_is_live_at_once(
    deployed: Deployed, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.publish("line_reply")
    roll_out(deployed, clock, AT_ONCE)
    assert capsys.readouterr().out == "line_reply: version 2 is live, after 1.\n"
    chatgpt, line_reply = deployed.live()
    assert (chatgpt.version, chatgpt.record) == ("1", Record())
    assert (line_reply.version, line_reply.record) == ("2", Record(FIRST, (("1", ""),)))
    assert clock.slept == []


def test_without_anything_new_nothing_is_done_or_said(
    deployed: Deployed, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    before = deployed.live()
    roll_out(deployed, clock, BY_QUARTERS)
    assert (deployed.live(), capsys.readouterr().out, clock.slept) == (before, "", [])


def test_a_gradual_one_moves_all_that_is_new_in_the_same_steps(
    deployed: Deployed, clock: FakeClock
) -> None:
    seen = []
    clock.meanwhile = lambda: seen.append(deployed.versions())
    for name in NAMES:
        deployed.publish(name)
    roll_out(deployed, clock, BY_QUARTERS)
    assert seen[::4] == [dict.fromkeys(NAMES, f"1 + {share} of 2") for share in (0.25, 0.5, 0.75)]
    assert sum(clock.slept) == 3 * 60
    assert [live.record for live in deployed.live()] == [Record(LATER, (("1", ""),))] * 2
    assert deployed.versions() == dict.fromkeys(NAMES, "2")


def test_steps_that_do_not_divide_a_hundred_end_with_a_shorter_one(
    deployed: Deployed, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.publish("chatgpt")
    roll_out(deployed, clock, Pace(40, 1, 5))
    assert capsys.readouterr().out.splitlines() == [
        "40 % of the calls go to chatgpt 2.",
        "80 % of the calls go to chatgpt 2.",
        "chatgpt: version 2 is live, after 1.",
    ]


def test_an_alarm_takes_all_of_it_back(
    deployed: Deployed, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in NAMES:
        deployed.publish(name)
    clock.meanwhile = lambda: deployed.ring("line_reply-errors") if len(clock.slept) > 5 else None
    with pytest.raises(AlarmError, match="ALARM: line_reply-errors"):
        roll_out(deployed, clock, BY_QUARTERS)
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "50 % of the calls go to chatgpt 2, line_reply 2.",
        "chatgpt: all calls go to version 1 again.",
        "line_reply: all calls go to version 1 again.",
    ]
    assert deployed.versions() == dict.fromkeys(NAMES, "1")
    assert [live.record for live in deployed.live()] == [Record(held=True)] * 2


def test_an_alarm_that_rings_already_does_not_stop_the_remedy(
    deployed: Deployed, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.ring("chatgpt-errors")
    deployed.publish("chatgpt")
    roll_out(deployed, clock, BY_QUARTERS)
    assert deployed.versions()["chatgpt"] == "2"
    assert capsys.readouterr().out.startswith("chatgpt-errors is in ALARM already")


def test_one_that_is_interrupted_is_taken_back_and_may_begin_anew(
    deployed: Deployed, clock: FakeClock
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    deployed.publish("chatgpt")
    clock.meanwhile = interrupt
    with pytest.raises(KeyboardInterrupt):
        roll_out(deployed, clock, BY_QUARTERS)
    chatgpt, _ = deployed.live()
    assert (chatgpt.version, chatgpt.coming, chatgpt.record) == ("1", "", Record())
    roll_out(deployed, FakeClock(), BY_QUARTERS)
    assert deployed.versions()["chatgpt"] == "2"


def test_one_that_was_killed_is_gone_through_again(deployed: Deployed, clock: FakeClock) -> None:
    deployed.publish("chatgpt", 2)
    deployed.client.update_alias(
        FunctionName="kaiwa-test-chatgpt",
        Name="live",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.75}},
    )
    roll_out(deployed, clock, BY_QUARTERS)
    assert deployed.versions()["chatgpt"] == "3"


def test_who_rolls_back_meanwhile_has_the_last_word(
    deployed: Deployed, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile() -> None:
        if len(clock.slept) == 1:
            roll_back(deployed.functions, NAMES)
            # As Lambda does with who has not read the alias since. Moto does not compare revisions.
            monkeypatch.setattr(type(deployed.functions), "put", refuse)

    def refuse(*_: object) -> None:
        raise ClientError({"Error": {"Code": "PreconditionFailedException"}}, "UpdateAlias")

    deployed.publish("chatgpt")
    clock.meanwhile = meanwhile
    with pytest.raises(ClientError, match="PreconditionFailed"):
        roll_out(deployed, clock, Pace(50, 1, 5))
    assert deployed.live()[0] == Live("chatgpt", "1", Record(held=True))


def test_what_was_rolled_back_stays_until_it_is_released(
    deployed: Deployed, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.publish("chatgpt")
    roll_out(deployed, clock, AT_ONCE)
    roll_back(deployed.functions, NAMES)
    deployed.publish("chatgpt")
    capsys.readouterr()
    roll_out(deployed, clock, AT_ONCE)
    assert capsys.readouterr().out == (
        "chatgpt stays at version 1, to which it was rolled back. "
        "`make rollout` puts 3, the newest, live.\n"
    )
    assert deployed.versions()["chatgpt"] == "1"
    roll_out(deployed, clock, AT_ONCE, release=True)
    chatgpt, _ = deployed.live()
    assert (chatgpt.version, chatgpt.record) == ("3", Record(FIRST, (("1", ""),)))


def test_old_versions_are_deleted(
    deployed: Deployed, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.publish("line_reply", 3)
    roll_out(deployed, clock, Pace(100, 5, versions_kept=2))
    assert deployed.functions.versions("line_reply") == ["4", "3", "1"]
    assert capsys.readouterr().out.splitlines() == [
        "line_reply: version 4 is live, after 1.",
        "line_reply: version 2 was deleted.",
    ]


def run(monkeypatch: pytest.MonkeyPatch, file: Path, *more: str) -> None:
    monkeypatch.setattr("sys.argv", ["", str(file), *more])
    rollout.main()


def test_the_command_does_as_the_outputs_say(
    deployed: Deployed, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "outputs.json"
    deployed.write_outputs(file, step_percentage=50, step_minutes=1)
    monkeypatch.setattr(rollout, "Clock", lambda: clock)
    for name in NAMES:
        deployed.publish(name)
    run(monkeypatch, file, "--function", "line_reply")
    assert deployed.versions() == {"chatgpt": "1", "line_reply": "2"}
    assert sum(clock.slept) == 60
    clock.meanwhile = lambda: deployed.ring("chatgpt-errors")
    with pytest.raises(SystemExit, match=r"ALARM: chatgpt-errors\. .* until `make rollout`"):
        run(monkeypatch, file)
    clock.meanwhile = lambda: None
    deployed.ring("chatgpt-errors", "OK")
    run(monkeypatch, file)
    assert deployed.versions()["chatgpt"] == "1"
    run(monkeypatch, file, "--release")
    assert deployed.versions()["chatgpt"] == "2"


def test_a_function_that_does_not_exist_is_said(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deployed.write_outputs(tmp_path / "outputs.json")
    with pytest.raises(SystemExit, match="no function 'chatgtp', only chatgpt, line_reply"):
        run(monkeypatch, tmp_path / "outputs.json", "--function", "chatgtp")
