"""What a saved plan is called, and how it is shown to those who approve it."""

import io
import json
from typing import Any

import pytest

from scripts import saved_plan

UNCHANGED = {"address": "a.same", "change": {"actions": ["no-op"]}}
CREATED = {"address": "a.new", "change": {"actions": ["create"], "after": {"name": "x"}}}
OUTPUTS = {"old": {"actions": ["no-op"]}, "url": {"actions": ["update"]}}


def shown(*resources: dict[str, Any], words: str = "Terraform's words", **rest: Any) -> str:
    """What the two commands of Terraform print, one after the other."""
    document = {"resource_changes": resources, "timestamp": "2026-12-01T00:00:00Z"} | rest
    return f"{json.dumps(document)}\n{words}\n"


def digest(*resources: dict[str, Any], **rest: Any) -> str:
    return saved_plan.read(shown(*resources, **rest)).digest


def run(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["saved_plan", *arguments])
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    saved_plan.main()


def test_plans_that_do_the_same_have_the_same_digest() -> None:
    assert digest(CREATED, UNCHANGED) == digest(CREATED, timestamp="2026-12-02T00:00:00Z")


@pytest.mark.parametrize(
    "other",
    [
        [],
        [CREATED | {"address": "a.other"}],
        [CREATED | {"change": {"actions": ["create"], "after": {"name": "y"}}}],
        [CREATED, UNCHANGED | {"previous_address": "a.moved"}],
    ],
)
def test_plans_that_do_something_else_have_another_digest(other: list[dict[str, Any]]) -> None:
    assert digest(*other) != digest(CREATED)


def test_a_changed_output_is_a_change() -> None:
    assert digest(CREATED, output_changes=OUTPUTS) != digest(CREATED)


def test_the_summary_names_what_changes_and_hides_no_words() -> None:
    replaced = {"address": "a.r", "change": {"actions": ["delete", "create"]}}
    gone = {"address": "a.gone", "change": {"actions": ["delete"]}}
    moved = UNCHANGED | {"previous_address": "a.before"}
    plan = saved_plan.read(
        shown(CREATED, replaced, gone, moved, words="  + <b>\n```", output_changes=OUTPUTS)
    )
    assert saved_plan.summary(plan).splitlines() == [
        f"### Plan `{plan.digest[:12]}`",
        "",
        "| what | becomes |",
        "|---|---|",
        "| `a.new` | created |",
        "| `a.r` | **replaced** |",
        "| `a.gone` | **deleted** |",
        "| `a.same` | moved |",
        "| output `url` | changed |",
        "",
        "<details><summary>In Terraform's words</summary>",
        "",
        "<pre>+ &lt;b&gt;",
        "```</pre>",
        "",
        "</details>",
    ]


def channels(*names: str) -> dict[str, Any]:
    return {name: {"webhook_url": f"https://a/{name}"} for name in names}


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        (channels("shop"), channels("shop"), []),
        (channels("shop"), channels("shop", "staff"), []),
        (None, channels("shop"), []),
        (channels("shop", "staff"), channels("staff"), ["shop"]),
        (channels("shop", "staff"), None, ["shop", "staff"]),
    ],
)
def test_channels_that_are_given_up_are_named(
    before: dict[str, Any] | None, after: dict[str, Any] | None, gone: list[str]
) -> None:
    change = {"channels": {"actions": ["update"], "before": before, "after": after}}
    plan = saved_plan.read(shown(output_changes=change))
    warnings = list(saved_plan.given_up(plan))
    assert [warning.split()[3] for warning in warnings] == gone
    assert [f"> **{warning}**" in saved_plan.summary(plan) for warning in warnings] == [True] * len(
        gone
    )


def test_to_rename_a_channel_is_to_give_it_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change = {"actions": ["update"], "before": channels("shop"), "after": channels("tea")}
    run(monkeypatch, shown(output_changes={"channels": change}), "sentence")
    printed = capsys.readouterr().out
    assert "The LINE channel shop would be given up" in printed
    assert "tea would be another one, which knows none of its chats." in printed


def test_a_summary_is_no_longer_than_github_takes() -> None:
    long = saved_plan.summary(saved_plan.read(shown(words="x" * 2_000_000)))
    assert "Nothing changes." in long
    assert len(long) < 1_000_000
    assert "The rest is in the log." in long


def test_a_plan_is_named_for_people_and_for_github(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = digest(CREATED)
    run(monkeypatch, shown(CREATED), "sentence")
    run(monkeypatch, shown(CREATED), "digest")
    assert capsys.readouterr().out.splitlines() == [
        f"`make apply-plan PLAN={name}` applies this plan and no other.",
        f"PLAN={name}",
    ]


def test_only_what_was_approved_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, shown(CREATED), "expect", digest(CREATED))
    with pytest.raises(SystemExit, match="Nothing was applied"):
        run(monkeypatch, shown(CREATED), "expect", digest())


def test_without_a_plan_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="Run `make plan` first"):
        run(monkeypatch, "", "digest")
