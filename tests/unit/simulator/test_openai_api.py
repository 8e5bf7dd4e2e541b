"""The model stand-in, through the official SDK where that is what decides."""

import httpx
import openai
import pytest
from openai.types.responses import EasyInputMessageParam, Response

from tests.unit.simulator.harness import MODEL, NOW, Json, Stand, ask, said
from tests.unit.simulator.openai_harness import sdk_of


@pytest.fixture
def sdk(served: httpx.Client) -> openai.OpenAI:
    return sdk_of(served)


def text_of(answer: Json) -> str:
    return str(answer["output"][-1]["content"][0]["text"])


def test_the_answer_has_the_official_shape(stand: Stand) -> None:
    status, answer = ask(stand, instructions="Be kind.", max_output_tokens=2000)
    text = 'You said "hello".'
    digest = answer["id"].removeprefix("resp_")
    assert (status, len(digest)) == (200, 48)
    assert answer == {
        "id": f"resp_{digest}",
        "object": "response",
        "created_at": int(NOW),
        "completed_at": int(NOW),
        "status": "completed",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": "Be kind.",
        "max_output_tokens": 2000,
        "metadata": {},
        "model": MODEL,
        "output": [
            {
                "id": f"msg_{digest}",
                "type": "message",
                "status": "completed",
                "role": "assistant",
                "content": [
                    {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
                ],
            }
        ],
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "prompt_cache_key": None,
        "reasoning": {"effort": None, "summary": None},
        "safety_identifier": None,
        "service_tier": "default",
        "store": False,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}, "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": {
            "input_tokens": 13,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": len(text),
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 13 + len(text),
        },
    }
    assert ask(stand, instructions="Be kind.", max_output_tokens=2000)[1] == answer
    assert ask(stand, instructions="Be brief.")[1]["id"] != answer["id"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("hello", 'You said "hello".'),
        (
            said(("user", "I am Hanako."), ("assistant", "Hello!"), ("user", "Who am I?")),
            'You said "Who am I?". Before that you told me: "I am Hanako.".',
        ),
        (
            said(("user", "a"), ("user", "b"), ("user", "c")),
            'You said "c". Before that you told me: "a", "b".',
        ),
        (said(("user", "こんにちは")), "「こんにちは」ですね。"),
        (
            said(("user", "私は花子です"), ("assistant", "はい"), ("user", "私は誰？")),
            "「私は誰？」ですね。その前には「私は花子です」と聞きました。",
        ),
        (
            said(("user", "two\nlines"), ("user", "x" * 81)),
            f'You said "{"x" * 79}…". Before that you told me: "two lines".',
        ),
        (
            said(*(("user", each) for each in "abcdefg")),
            'You said "g". Before that you told me: "b", "c", "d", "e", "f".',
        ),
        (
            said(
                ("user", "a"),
                ("assistant", "What I remember of our conversation so far:\nMy dog is\nPochi."),
                ("user", "b"),
            ),
            'You said "b". Before that you told me: "a". I remember: My dog is Pochi.',
        ),
        (
            said(("assistant", f"What I remember: {'x' * 600}"), ("user", "誰？")),
            f"「誰？」ですね。覚えています：What I remember: {'x' * 582}…",
        ),
        (said(("developer", "Be kind.")), "Nobody has said anything yet."),
    ],
)
def test_the_answer_shows_the_history_it_was_sent(
    stand: Stand, given: object, expected: str
) -> None:
    status, answer = ask(stand, input=given)
    assert (status, text_of(answer)) == (200, expected)


def test_the_sdk_reads_the_answer(sdk: openai.OpenAI, served: httpx.Client) -> None:
    history: list[EasyInputMessageParam] = [
        {"role": "user", "content": [{"type": "input_text", "text": "I am Hanako."}]},
        {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": "Who am I?"},
    ]
    response = sdk.responses.create(
        model=MODEL,
        input=[*history],
        store=False,
        instructions="Be kind.",
        max_output_tokens=2000,
        temperature=0.5,
        reasoning={"effort": "low"},
        safety_identifier="a" * 64,
    )
    text = 'You said "Who am I?". Before that you told me: "I am Hanako.".'
    assert response.output_text == text
    assert [item.type for item in response.output] == ["reasoning", "message"]
    assert response.usage is not None
    assert (response.usage.input_tokens, response.usage.output_tokens) == (35, len(text))
    sent = served.get("/control/calls").json()["calls"][0]["response"]
    assert Response.model_validate(sent, strict=True) == response


def test_faults_as_the_sdk_meets_them(sdk: openai.OpenAI, served: httpx.Client) -> None:
    def fault(**more: object) -> None:
        body = {"service": "openai", "operation": "responses", **more}
        assert served.post("/control/faults", json=body).status_code == 200

    def answer() -> str:
        return sdk.responses.create(model=MODEL, input="hello", store=False).output_text

    fault(kind="status", status=429, seconds=3)
    with pytest.raises(openai.RateLimitError) as limited:
        answer()
    assert limited.value.response.headers["retry-after"] == "3"
    assert limited.value.body == {
        "message": "Rate limit reached for requests. Try again later.",
        "type": "requests",
        "param": None,
        "code": "rate_limit_exceeded",
    }
    fault(kind="status", status=500)
    with pytest.raises(openai.InternalServerError) as broken:
        answer()
    assert str(broken.value.request_id).startswith("req_")
    fault(kind="status", status=401)
    with pytest.raises(openai.AuthenticationError):
        answer()
    fault(kind="status", status=400, text="No such thing.")
    with pytest.raises(openai.BadRequestError, match="No such thing"):
        answer()
    fault(kind="malformed")
    with pytest.raises(ValueError, match="Expecting value"):
        answer()
    fault(kind="drop_response")
    with pytest.raises(openai.APIConnectionError):
        answer()
    fault(kind="delay", seconds=0.3)
    with pytest.raises(openai.APITimeoutError):
        sdk.with_options(timeout=0.1).responses.create(model=MODEL, input="hello", store=False)
    fault(kind="empty")
    assert answer() == ""
    fault(kind="answer", text="長い" * 10_000)
    assert answer() == "長い" * 10_000
    assert answer() == 'You said "hello".'
