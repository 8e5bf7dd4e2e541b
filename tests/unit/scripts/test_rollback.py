"""Rolling back, on moto's Lambda."""

from dataclasses import replace
from pathlib import Path

import pytest

from scripts import rollback, versions
from scripts.functions import Record
from scripts.rollback import roll_back
from tests.unit.scripts.published import Deployed

NAMES = ("chatgpt", "line_reply", "line_webhook")
EARLY, LATE, LAST = "20261124T120000Z", "20261124T130000Z", "20261124T140000Z"


@pytest.fixture
def deployed(aws: None) -> Deployed:
    """All functions were moved early, two of them late, and one last."""
    deployed = Deployed(*NAMES)
    for names, at in ((NAMES, EARLY), (NAMES[:2], LATE), (NAMES[1:2], LAST)):
        for name in names:
            deployed.publish(name)
            coming = deployed.functions.versions(name)[0]
            live = replace(deployed.functions.live(name), coming=coming)
            deployed.functions.put(live.rolled_out(at, kept=5))
    return deployed


def test_each_call_undoes_one_roll_out(deployed: Deployed) -> None:
    seen = [deployed.versions()]
    for _ in range(3):
        roll_back(deployed.functions, NAMES)
        seen.append(deployed.versions())
    assert [list(versions.values()) for versions in seen] == [
        ["3", "4", "2"],
        ["3", "3", "2"],
        ["2", "2", "2"],
        ["1", "1", "1"],
    ]
    assert [live.record for live in deployed.live()] == [Record(held=True)] * 3
    with pytest.raises(SystemExit, match="no version to go back to"):
        roll_back(deployed.functions, NAMES)


def test_what_is_left_after_an_error_is_undone_by_the_next_call(deployed: Deployed) -> None:
    roll_back(deployed.functions, ["line_reply"])
    roll_back(deployed.functions, ["chatgpt"])  # LATE, of which line_reply is left
    roll_back(deployed.functions, NAMES)
    assert list(deployed.versions().values()) == ["2", "2", "2"]


def test_one_function_goes_back_whenever_it_was_moved(
    deployed: Deployed, capsys: pytest.CaptureFixture[str]
) -> None:
    roll_back(deployed.functions, ["line_webhook"])
    assert list(deployed.versions().values()) == ["3", "4", "1"]
    assert capsys.readouterr().out.splitlines() == [
        "line_webhook: version 1 is live, not 2.",
        "They stay there, whatever `make apply` deploys, until you say `make rollout`.",
    ]


def test_what_is_being_rolled_out_is_put_off(
    deployed: Deployed, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed.publish("chatgpt")
    live = deployed.functions.live("chatgpt")
    deployed.functions.put(replace(live, coming="4", share=0.1))
    roll_back(deployed.functions, NAMES)
    assert deployed.functions.live("chatgpt") == replace(
        live, record=replace(live.record, held=True)
    )
    assert list(deployed.versions().values()) == ["3", "4", "2"]
    assert "chatgpt: version 3 is live, not 4." in capsys.readouterr().out


def test_the_commands(
    deployed: Deployed,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "outputs.json"
    deployed.write_outputs(file)
    monkeypatch.setattr("sys.argv", ["", str(file), "--function", "line_reply"])
    rollback.main()
    assert deployed.versions()["line_reply"] == "3"
    deployed.publish("chatgpt")
    live = deployed.functions.live("chatgpt")
    deployed.functions.put(replace(live, coming="4", share=0.1))
    capsys.readouterr()
    monkeypatch.setattr("sys.argv", ["", str(file)])
    versions.main()
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == [
        "function live since newest before",
        f"chatgpt 3 {LATE} 4 2 1 10% of the calls go to 4",
        f"line_reply 3 {LATE} 4 2 1 rolled back: stays until `make rollout`",
        f"line_webhook 2 {EARLY} 2 1",
    ]
