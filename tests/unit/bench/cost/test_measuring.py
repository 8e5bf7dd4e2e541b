"""What is counted of a turn, as far as it follows from the architecture."""

from bench.cost.cases import QUESTION
from bench.cost.world import deployed
from simulator.talk import text_message


def test_a_turn_is_counted_whole() -> None:
    with deployed() as world:
        world.say("text", text_message(QUESTION), userId="hanako")
        (usage,) = world.usages.values()
    billed = {
        "api_requests": 1,
        "invocations": 2,
        "openai_calls": 1,
        "pushes": 0,
        "queue_requests": 3,  # sent, received, deleted
        "secrets_read": 3,
    }
    assert {name: usage.counts[name] for name in billed} == billed
    assert usage.counts["line_calls"] >= 2  # the animation, and the reply
    assert min(usage.counts[f"{kind}_units"] for kind in ("read", "write")) > 0
    assert {
        "Deliveries{kind=reply, service=line_reply}",
        "Webhooks{service=line_webhook, status=200}",
    } <= usage.metrics
    assert {*usage.seconds} == {"line_reply", "line_webhook"}
