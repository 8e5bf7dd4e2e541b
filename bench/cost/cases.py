"""The cases that are measured: what people do, and what ChatGPT does for them."""

import base64
import statistics
from collections.abc import Iterator, Mapping
from typing import Any

from bench.cost.recording import Usage
from bench.cost.world import FEATURES, World, deployed, link
from simulator.line.identities import line_id
from simulator.talk import text_message

WARM_UP = 25
"""Turns before anything counts: as many messages as a prompt holds, and a summary."""
RUNS = 20
CALLS = 5
QUESTION = (
    "明日の京都の天気と、雨でも楽しめる場所を教えてください。子どもは五歳と八歳で、電車で行きます。"
)
DIGEST = "京都への旅行について話しました。雨でも楽しめる場所と、子どもを連れた移動が話題です。" * 8
PICTURE_BYTES = 300_000
PICTURE = {"base64": base64.b64encode(bytes(PICTURE_BYTES)).decode(), "media_type": "image/jpeg"}
MOST_OVERHEARD = 200
OVERHEARD = 20


def measure() -> dict[str, Mapping[str, Any]]:
    """What each case uses, on average."""
    return dict(sorted([*_defaults(), *_features()], key=lambda case: case[0]))


def _defaults() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """As it is deployed if nothing is set."""
    with deployed() as world:
        _turns("", world, WARM_UP)
        link(world, line_id("hanako"))
        world.usages.clear()
        _turns("text", world, RUNS)
        _group_turns(world)
        _picture_turns(world)
        _plugin_calls(world)
        _action_calls(world)
        turns = {"group": RUNS, "picture": CALLS, "text": RUNS}
        runs = {case: turns.get(case, CALLS) for case in world.usages}
        runs["summary"] = world.usages["summary"].counts["invocations"]
        yield from ((case, _average(world.usages[case], runs[case])) for case in runs)


def _features() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """With what is off by default."""
    with deployed(**FEATURES) as world:
        _listen(world)
        _draw(world)
        _remind(world)
        runs = dict.fromkeys(world.usages, CALLS) | {"overheard text": OVERHEARD}
        runs["shown picture"] = CALLS
        for case in ("summary", ""):
            world.usages.pop(case, None)
        yield from ((case, _average(each, runs[case])) for case, each in world.usages.items())


def _turns(case: str, world: World, number: int) -> None:
    for turn in range(number):
        world.say(case, text_message(f"{turn}. {QUESTION}"), userId="hanako")


def _group_turns(world: World) -> None:
    group = {"userId": "hanako", "groupId": "family"}
    for turn in range(WARM_UP + RUNS):
        case = "group" if turn >= WARM_UP else "warm-up"
        world.say(case, text_message(f"{turn}. {QUESTION}", mention=True), **group)
    del world.usages["warm-up"]


def _picture_turns(world: World) -> None:
    """A picture and a question about it, each of somebody else: a picture stays current."""
    for turn in range(CALLS):
        user = f"visitor-{turn}"
        world.say("picture", {"type": "image", "content": PICTURE}, userId=user)
        world.say("picture", text_message(QUESTION), userId=user)


def _listen(world: World) -> None:
    """Members talk until the bot holds as many texts as it may, and then ask for a digest."""
    group = {"userId": "hanako", "groupId": "friends"}
    world.say("", text_message("/listen on", mention=True), **group)
    for turn in range(MOST_OVERHEARD + OVERHEARD):
        case = "overheard text" if turn >= MOST_OVERHEARD else ""
        speaker = {"userId": f"member-{turn % 5}"}
        world.say(case, text_message(f"{turn}. {QUESTION}"), **group | speaker)
    for _ in range(CALLS):
        world.let_say(DIGEST)  # the stand-in's own digest repeats everything
        world.say("digest", text_message("/digest", mention=True), **group)


def _draw(world: World) -> None:
    """Each of somebody else, for a picture that was drawn would be changed."""
    for turn in range(CALLS):
        world.say("drawn picture", text_message("/draw 雨の京都"), userId=f"painter-{turn}")
        world.look_at("shown picture", world.pictures()[-1], PICTURE_BYTES)


def _remind(world: World) -> None:
    for turn in range(CALLS):
        words = text_message("10分後に会議と教えて")
        world.say("set reminder", words, userId=f"busy-{turn}")
    world.fire("delivered reminder")


def _plugin_calls(world: World) -> None:
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "ChatGPT", "version": "1"},
    }
    world.call_plugin("warm-up", "initialize", **hello)
    for call in range(CALLS):
        world.call_plugin("plugin session", "initialize", **hello)
        world.call_plugin("plugin session", "tools/list")
        _call_tool(world, "plugin read", "listMessages", limit=50)
        _call_tool(world, "plugin search", "search", query="京都")
        text = {"text": QUESTION, "request_id": f"plugin-{call}"}
        _call_tool(world, "plugin send", "sendMessage", **text)
        world.work("plugin send")
    del world.usages["warm-up"]


def _call_tool(world: World, case: str, name: str, **arguments: Any) -> None:
    world.call_plugin(case, "tools/call", name=name, arguments=arguments)


def _action_calls(world: World) -> None:
    world.call_action("warm-up", "GET", "/conversation/messages")
    for call in range(CALLS):
        world.call_action("action read", "GET", "/conversation/messages")
        body = {"text": QUESTION, "request_id": f"action-{call}"}
        world.call_action("action send", "POST", "/conversation/messages", body)
        world.work("action send")
    del world.usages["warm-up"]


def _average(usage: Usage, runs: int) -> dict[str, Any]:
    # Bytes by tens: how many there are also depends on the figures that the lines have in them.
    counts = {
        name: round(count / runs, -1 if "bytes" in name else 2)
        for name, count in sorted(usage.counts.items())
    }
    # The median of each function, because a machine is busy with other things too.
    seconds = sum(statistics.median(each) * len(each) / runs for each in usage.seconds.values())
    return {**counts, "cpu_seconds": round(seconds, 3), "metrics": sorted(usage.metrics)}
