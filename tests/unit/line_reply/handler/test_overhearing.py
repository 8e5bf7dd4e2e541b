"""What the deployed worker does of a text that is overheard: it keeps it, and is quiet."""

import time
from typing import Any

import httpx
import pytest

from kaiwa.table.overheard import OverheardTexts
from kaiwa.times import now
from tests.builders import GROUP_ID, group_event, in_group, postback_event
from tests.unit.line_reply.handler.deployed import DONE, Shown, calls, run
from tests.unit.tables import TABLE_NAME

BEFORE = now()


def overheard(text: str) -> dict[str, Any]:
    heard = group_event(text, 1, mentions_bot=False)
    milliseconds = int(time.time() * 1000)
    return {**heard, "type": "kaiwa.overheard", "timestamp": milliseconds}


def test_it_is_kept_and_line_is_not_called(queue: Shown, served: httpx.Client) -> None:
    texts = OverheardTexts(TABLE_NAME)
    texts.start(GROUP_ID, 24, BEFORE)
    assert run(overheard("Lunch?")) == DONE
    heard = texts.read(GROUP_ID, now())
    assert heard is not None
    assert [each.content for each in heard.texts] == ["Lunch?"]
    assert calls(served) == []


def test_its_words_are_in_no_dead_letter(
    queue: Shown, monkeypatch: pytest.MonkeyPatch, log_lines: Any
) -> None:
    def fails(*_: object) -> bool:
        raise TimeoutError

    monkeypatch.setattr(OverheardTexts, "hear", fails)
    assert run(overheard("A secret"), 4) != DONE
    assert run(overheard("A secret"), 5) == DONE
    outcomes = [line["outcome"] for line in log_lines() if "outcome" in line]
    assert outcomes == ["not heard"]
    assert "secret" not in str(log_lines())


def test_no_button_leads_to_a_digest(queue: Shown, served: httpx.Client) -> None:
    assert run(in_group(postback_event("/digest"))) == DONE
    assert calls(served) == []
