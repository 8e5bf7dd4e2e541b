"""How events end."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.world.environment import PICTURES_URL
from tests.world.invariants.reading import ends_of, event_id_of, text_in
from tests.world.script import OWN, TURN
from tests.world.stage import Stage

OUTCOMES = {
    *("delivered", "unknown", "failed", "too old", "deleted", "one of several", "limit reached"),
    *("not allowed", "taken before", "unwelcome", "overheard", "not to be heard", "not heard"),
    *("told newcomers", "nothing to tell", "greeted", "on standby", "parted since", "stopped"),
    *("stopped and forgot", "welcome since", "unsent", "edited", "unknown message", "summarised"),
    *("nothing to summarise", "not summarised", "the past has changed", "cancelled"),
    *("without a token", "token used or expired", "ignored"),
}
"""As docs/architecture.md has them."""


TURNS = ("delivered", "failed", "unknown", "deleted", "one of several")
STOPS, RESUMES = ("unfollow", "leave"), ("follow", "join")
SERVERS_FAULT = 500


def no_handler_fails(stage: Stage) -> Iterator[str]:
    """Whatever happens, a handler answers."""
    for error in stage.world.failures:
        yield f"{type(error).__name__}: {error}"
    if not stage.world.happened:
        for got in stage.answers:
            if got.reply.status >= SERVERS_FAULT:
                yield f"{got.name}: {got.reply}, though nothing failed"


def every_event_that_got_200_ends(stage: Stage) -> Iterator[str]:
    """As answered, told, unknown (logged, counted) or as a dead letter."""
    world = stage.world
    for queue in (world.events, world.summaries):
        for message in queue.messages:
            yield f"{message.id} still waits"
        for message in queue.sent:
            if not ends_of(stage, message) and message not in queue.dead:
                yield f"{message.id} is gone without an end"
    for ended in world.ended:
        if ended.outcome.partition(":")[0].partition(" /")[0] not in {*OUTCOMES, "obeyed"}:
            yield f"{ended.message.id} ended as {ended.outcome}, which nobody knows"
        if ended.outcome in ("unknown", "failed") and not ended.is_warning:
            yield f"{ended.message.id} ended as {ended.outcome} unnoticed"
    taken = {event_id_of(message) for message in world.events.sent}
    for delivered in stage.platform.delivered:
        event = delivered.event
        said = [each for each in stage.said.values() if each.event_id == event["webhookEventId"]]
        is_for_bot = not said or said[0].kind in (TURN, OWN)
        if delivered.is_taken and is_for_bot and event["webhookEventId"] not in taken:
            yield f"{event['type']} {event['webhookEventId']} got 200 and is in no queue"


def what_is_delivered_is_shown(stage: Stage) -> Iterator[str]:
    """Who is said to have got an answer has it."""
    shown = "\n".join(each.words for each in stage.world.line.bubbles)
    for item in stage.world.table.table.items.values():
        delivery, content = text_in(item, "delivery"), text_in(item, "content")
        if name := text_in(item, "picture"):
            content = f"{PICTURES_URL}/{name}"
        if delivery == "delivered" and not _is_shown(content, shown):
            yield f"{item['id']['S']} is delivered, and nobody saw it"


def _is_shown(content: str, shown: str) -> bool:
    """It may be in several bubbles, between which there is no space."""
    return content in shown or "".join(content.split()) in "".join(shown.split())


def chatgpt_is_told_what_happened(stage: Stage) -> Iterator[str]:
    """Of a text that the worker is done with, what ChatGPT can look up is what became of it. It can
    for a day.
    """
    table, now = stage.world.table.table, stage.world.clock.now.timestamp()
    ended = {event_id_of(each.message) for each in stage.world.ended}
    delivered = {
        each.id for each in table.written if text_in(each.after or {}, "delivery") == "delivered"
    }
    for item in table.items.values():
        message_id = text_in(item, "messageId")
        is_known = float(item.get("expiresAt", {}).get("N", "inf")) > now
        if item["id"]["S"].startswith("operation#") and message_id in ended and is_known:
            wanted = "delivered" if message_id in delivered else "failed"
            if text_in(item, "status") != wanted:
                yield f"{item['id']['S']} is {text_in(item, 'status')}, and {wanted} in truth"


def the_bot_is_welcome_as_line_says(stage: Stage) -> Iterator[str]:
    """By LINE's time, in whatever order its events come. Of what comes in one millisecond, either
    may be the last.
    """
    chats: dict[str, dict[int, set[bool]]] = defaultdict(lambda: defaultdict(set))
    for ended in stage.world.ended:
        kind = ended.message.event.get("type")
        is_turn = kind == "message" and ended.outcome in TURNS
        if kind in (*STOPS, *RESUMES) or is_turn:
            times = chats[ended.message.group]
            times[ended.message.event["timestamp"]].add(kind in STOPS)
            if ended.outcome == "deleted":  # before it came, or since
                times[ended.message.event["timestamp"]].add(True)
    for chat_id, times in chats.items():
        item = stage.world.table.table.items.get(f"conversation#{chat_id}", {})
        if ("stoppedAt" in item) not in times[max(times)]:
            yield f"{chat_id} is stopped at {item.get('stoppedAt')}, and LINE says otherwise"


def metrics_equal_what_happened(stage: Stage) -> Iterator[str]:
    """Each end is counted once, by its outcome; no more deliveries than LINE took."""
    world = stage.world
    counted = Counter(
        dimensions["outcome"] for name, _, dimensions in world.metrics if name == "Events"
    )
    ended = Counter(each.outcome.partition(":")[0] for each in world.ended)
    if counted != ended:
        yield f"counted {counted}, ended {ended}"
    calls = Counter(
        dimensions["kind"] for name, _, dimensions in world.metrics if name == "Deliveries"
    )
    unclear = ended["unknown"], ended["failed"]
    if (calls["unknown"], calls["failed"]) != unclear:
        yield f"counted {calls}, ended {unclear}"
