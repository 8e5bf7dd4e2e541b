"""Secrets and words that are easy to find again: where are they, after all sorts of traffic?

What people write is in the table, in queues and in prompts, and nowhere else. A secret, a token or
a code is in none of these either. Terraform's plan and state: tests/e2e/operating; dead letters:
tests/e2e/test_dead_letters.py.
"""

import json
import secrets
from base64 import b64encode
from typing import Any

import httpx

from simulator.chatgpt import ChatGpt
from simulator.line.identities import line_id
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line, text
from tests.e2e.oauth import PublicClient
from tests.e2e.people import code_for, newcomer

USER, GROUP = "canary", "canaries"
FUNCTIONS = ("line_webhook", "line_reply", "chatgpt")


class Words:
    """Words that nobody else says, each of a kind of its own."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self) -> str:
        self.made.append(f"canary{secrets.token_hex(8)}")
        return self.made[-1]


def test_nothing_private_is_where_it_should_not_be(line: Line, aws: Aws, stack: Stack) -> None:
    words = Words()
    known = [
        stack.environment[name]
        for name in ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY")
    ]
    write(line, words)
    suffer(line, words)
    person, shown = sign_in(stack, aws, line)
    answered = [*ask_oddly(line, person, words), *call(person, words)]
    private = [*known, *shown, *words.made, line_id(USER), line_id(GROUP, "group"), person.email]
    assert found(private, logged(aws)) == []
    assert found(private, answered) == []
    assert found([*known, *shown], [stored(aws), settings_of(aws)]) == []
    # A test that finds nothing must be able to find something.
    assert found(words.made, [stored(aws), json.dumps(line.calls("openai"))]) != []


def write(line: Line, words: Words) -> None:
    """All that people can write and be called."""
    line.speaks(USER, "en")
    line.say(USER, words())
    line.say(USER, f"/persona {words()}")
    held = {"base64": b64encode(words().encode()).decode(), "media_type": "text/plain"}
    line.send(USER, {"type": "file", "fileName": f"{words()}.txt", "content": held})
    line.say(USER, words())
    line.post(
        text(f"@Kaiwa {words()}", USER, source={"groupId": GROUP, "userId": USER}),
        {"type": "postback", "source": {"userId": USER}, "postback": {"data": words()}},
        {"type": words(), "source": {"userId": USER}},
        {"type": "message", "source": {"userId": USER}, "message": {"type": words()}},
        text(words(), USER, timestamp=1),
    )
    line.post_raw(b64encode(json.dumps({"events": [words()]}).encode()).decode())


def suffer(line: Line, words: Words) -> None:
    """The services that are asked fail, and quote what they were asked."""
    for status in (400, 401, 500):
        line.fault("openai", "responses", "status", status=status, text=words())
        line.say(USER, words())
    line.fault("openai", "responses", "malformed")
    line.say(USER, words())
    line.fault("line", "reply", "status", status=400, text=words())
    line.post(text(words(), USER))
    line.settle()


def sign_in(stack: Stack, aws: Aws, line: Line) -> tuple[ChatGpt, list[str]]:
    """Somebody signs in from both clients and links. Returns them, and what only they may see."""
    person = newcomer(stack, aws, USER)
    tokens = PublicClient(stack, person.email).tokens()
    code = code_for(line, USER)
    assert person.call("POST", "/link", {"code": code})[0] == 200
    line.settle()
    secret = [*tokens.values(), *person.token.values()]
    return person, [each for each in secret if isinstance(each, str) and len(each) > 100] + [code]


def ask_oddly(line: Line, person: ChatGpt, words: Words) -> list[str]:
    """Requests that are refused, with words in every part of them. Returns the answers."""
    answers = []
    for method, path in (("GET", "/mcp"), ("POST", "/oauth2/token"), ("GET", "/oauth2/authorize")):
        tokens = words(), f"{words()}.{words()}.{words()}"
        answers += [_asked(method, person.api + path, token, words) for token in tokens]
    refused = line.post(text(words(), USER), signature=words())
    return [*answers, str(refused["body"])]


def _asked(method: str, url: str, token: str, words: Words) -> str:
    return httpx.request(
        method,
        f"{url}?state={words()}&client_id={words()}&code={words()}",
        headers={"authorization": f"Bearer {token}", "cookie": f"a={words()}"},
        content=f"code={words()}",
        trust_env=False,
    ).text


def call(person: ChatGpt, words: Words) -> list[str]:
    """Calls of somebody who has signed in that cannot be answered. Returns the answers."""
    odd: list[tuple[str, str, Any]] = [
        ("POST", "/link", {"code": words()}),
        ("POST", "/conversation/messages", {"text": words(), "request_id": f"{words()} "}),
        ("POST", "/conversation/exports", {"format": words()}),
        ("GET", f"/operations/{words()}", None),
    ]
    answers = [
        *(person.call(method, path, body) for method, path, body in odd),
        person.call("GET", "/conversation/messages", cursor=words()),
        person.call("GET", "/conversation/messages", timezone=words(), **{"from": words()}),
    ]
    assert {status for status, _ in answers} <= {400, 404, 422}
    return [json.dumps(answer) for _, answer in answers]


def found(wanted: list[str], texts: list[str]) -> list[str]:
    """Which of these are in any of the texts."""
    return [each for each in wanted if any(each in text for text in texts)]


def logged(aws: Aws) -> list[str]:
    """Everything in the logs, metrics included."""
    return ["\n".join(aws._written(name)) for name in FUNCTIONS]


def stored(aws: Aws) -> str:
    pages = aws.dynamodb.get_paginator("scan").paginate(TableName=aws.outputs["table_name"])
    return json.dumps([page["Items"] for page in pages], default=str)


def settings_of(aws: Aws) -> str:
    """What whoever may look at functions sees of them."""
    names = aws.outputs["function_names"].values()
    told = [aws.functions.get_function(FunctionName=name) for name in names]
    return json.dumps(told, default=str)
