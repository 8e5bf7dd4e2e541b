"""The demonstration: a conversation on a fresh stack, with what was proved at each step."""

import json
import re
from collections.abc import Sequence
from typing import Any

import boto3
import httpx

from simulator.chatgpt import PASSWORD, ChatGpt
from simulator.plugin import Plugin
from simulator.processes import StackError, wait_until
from simulator.stack import Stack, say

SECONDS_FOR_AN_ANSWER = 60
LINK_CODE = re.compile(r"\w{5}-\w{5}")
LOG_LINES = 30


class Demonstration:
    """Holds a conversation with the deployed bot, as users of LINE do, and checks it."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._control = httpx.Client(
            base_url=stack.description["simulator_url"],
            timeout=SECONDS_FOR_AN_ANSWER + 10,
            trust_env=False,
        )

    def run(self) -> None:
        """Every step in order. Raises `StackError` at the first that does not hold."""
        try:
            self._guard_the_door()
            event = self._converse()
            self._repeat(event)
            self._keep_users_apart()
            self._keep_channels_apart()
            self._reach_it_from_chatgpt()
            self._reach_it_by_mcp()
            self._check_the_table()
        except StackError as error:
            raise StackError(f"{error}\n{function_logs(self._stack)}") from error
        finally:
            self._control.close()

    def _guard_the_door(self) -> None:
        heading("The webhook")
        verify = self._post({"events": []})
        prove(verify["status"] == 200, "LINE's Verify button is answered with 200", verify)
        unsigned = self._post({"events": [text_event("Let me in")], "signature": "missing"})
        prove(unsigned["status"] == 403, "what LINE did not sign is refused with 403", unsigned)

    def _converse(self) -> dict[str, Any]:
        heading("A conversation")
        first = self._say("hanako", "私は花子です。")
        prove(len(first["answers"]) == 1, "the question has one answer", first)
        second = self._say("hanako", "私の名前は？")
        prove(
            "私は花子です。" in second["answers"][0],
            "the answer uses what was said before: the history was sent to the model",
            second,
        )
        event: dict[str, Any] = second["webhook"]["events"][0]
        return event

    def _repeat(self, event: dict[str, Any]) -> None:
        heading("LINE delivers the last message again")
        redelivered = self._post({"events": [event | {"deliveryContext": {"isRedelivery": True}}]})
        prove(redelivered["status"] == 200, "the redelivery is accepted", redelivered)
        self._say("hanako", "ありがとう。")  # behind the redelivery in the same queue group
        shown = self._chat("hanako")
        prove(
            [message["from"] for message in shown] == ["user", "bot"] * 3,
            "each message has exactly one answer",
            shown,
        )

    def _keep_users_apart(self) -> None:
        heading("Somebody else")
        other = self._say("taro", "花子さんを知っていますか？")
        prove(
            "私は花子です" not in other["answers"][0],
            "one user's conversation stays hidden from another",
            other,
        )

    def _keep_channels_apart(self) -> None:
        heading("The same person in another channel")
        answer = self._say("hanako", "私は誰ですか？", channel="shop")["answers"][0]
        prove(
            "花子" not in answer, "another bot knows nothing of what she said to this one", answer
        )

    def _reach_it_from_chatgpt(self) -> None:
        heading("The same conversation from ChatGPT")
        hanako = ChatGpt(self._stack, "hanako")
        self._stack.make("user", f"EMAIL={hanako.email}", USER_PASSWORD=PASSWORD)
        refused = hanako.call("GET", "/conversation/messages")
        prove(refused[0] == 401, "without signing in there is nothing to see", refused)
        tokens = hanako.sign_in()
        prove(
            "refresh_token" in tokens,
            "hanako signs in on Cognito's page, and ChatGPT gets its tokens",
            sorted(tokens),
        )
        (words,) = self._say("hanako", "/link")["answers"]
        code = next(line for line in words.splitlines() if LINK_CODE.fullmatch(line))
        linked = hanako.call("POST", "/link", {"code": code})
        prove(linked[0] == 200, "the code from LINE links her chat with her sign-in", linked)
        found = hanako.call("GET", "/conversation/messages", query="花子", order="oldest")
        prove(
            found[1]["messages"][0]["text"] == "私は花子です。",
            "ChatGPT finds what she said on LINE",
            found,
        )
        sent = hanako.call(
            "POST", "/conversation/messages", {"text": "またね。", "request_id": "demo"}
        )
        arrived = wait_until(
            lambda: self._chat("hanako")[-1]["text"] == "またね。", SECONDS_FOR_AN_ANSWER
        )
        prove(arrived, "what she sends from ChatGPT arrives on LINE", sent)

    def _reach_it_by_mcp(self) -> None:
        heading("The same conversation through the plugin")
        hanako = Plugin(self._stack, "hanako")
        tools = [tool.name for tool in hanako.tools()]
        prove(
            {"search", "fetch", "listMessages"} <= set(tools),
            "the official client of MCP finds out where to sign in, registers, and lists the tools",
            tools,
        )
        found = hanako.call("search", query="花子")
        prove(
            not found.is_error and "花子" in str(found.structured_content),
            "it finds what she said on LINE: her chat is linked with the same sign-in",
            found.model_dump(mode="json"),
        )

    def _check_the_table(self) -> None:
        heading("The table")
        report = self._stack.make("check-dynamodb")
        for check in json.loads(report)["checks"]:
            prove(check["ok"], f"check_dynamodb: {check['name']}", check)

    def _say(self, user: str, text: str, channel: str = "default") -> dict[str, Any]:
        say(f"  {user}: {text}")
        said = {"user": user, "text": text, "channel": channel}
        result = self._post_control(
            "/control/say", said | {"timeout_seconds": SECONDS_FOR_AN_ANSWER}
        )
        for answer in result["answers"]:
            say(f"  kaiwa: {answer}")
        return result

    def _post(self, webhook: dict[str, Any]) -> dict[str, Any]:
        return self._post_control("/control/webhooks", webhook)

    def _post_control(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        response = self._control.post(path, json=body)
        result: dict[str, Any] = response.json()
        if response.is_error:
            raise StackError(result["error"])
        return result

    def _chat(self, user: str) -> Sequence[dict[str, Any]]:
        shown: list[dict[str, Any]] = self._control.get(f"/control/chats/{user}").json()["messages"]
        return shown


def text_event(text: str) -> dict[str, Any]:
    """A text message, to be completed by the stand-in of LINE."""
    return {"type": "message", "message": {"type": "text", "text": text}}


def heading(words: str) -> None:
    """Begin a part of the transcript."""
    say(f"\n{words}")


def prove(holds: bool, what: str, seen: object) -> None:
    """Put what was proved into the transcript. Raises `StackError` if it does not hold."""
    if not holds:
        raise StackError(f"NOT so: {what}. Seen: {json.dumps(seen, ensure_ascii=False)}")
    say(f"    ✓ {what}")


def function_logs(stack: Stack) -> str:
    """The last lines of each function's log, for a failure's message."""
    logs = boto3.client(
        "logs",
        endpoint_url=stack.description["aws_endpoint_url"],
        region_name=stack.description["region"],
        aws_access_key_id=stack.environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=stack.environment["AWS_SECRET_ACCESS_KEY"],
    )
    parts = []
    for name, group in stack.description["terraform_outputs"]["log_group_names"].items():
        events = logs.filter_log_events(logGroupName=group)["events"][-LOG_LINES:]
        parts += [f"--- {name}", *(event["message"].rstrip() for event in events)]
    return "\n".join(parts)
