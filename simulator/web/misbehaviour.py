"""What can be made to go wrong from the page, each for the next message only."""

from simulator.faults import parse_fault
from simulator.state import Simulator

WRONG_SIGNATURE = "wrong_signature"
REDELIVERY = "redelivery"
OF_THE_WEBHOOK = (WRONG_SIGNATURE, REDELIVERY)

OPENAI = {"service": "openai", "operation": "responses"}
REPLY = {"service": "line", "operation": "reply"}
OF_A_CALL = {
    "slow_openai": parse_fault({**OPENAI, "kind": "delay", "seconds": 8}),
    "failing_openai": parse_fault({**OPENAI, "kind": "status", "status": 500}),
    "cut_off": parse_fault({**OPENAI, "kind": "cut_off"}),
    "line_429": parse_fault({**REPLY, "kind": "status", "status": 429}),
    "line_500": parse_fault({**REPLY, "kind": "status", "status": 500}),
    "expired_token": parse_fault({**REPLY, "kind": "expire_reply_token"}),
}
"""Name on the page → the fault that the bot's next such call meets."""

NAMES = (*OF_THE_WEBHOOK, *OF_A_CALL)


def switch(simulator: Simulator, name: str, *, on: bool) -> None:
    """Let it go wrong next time, or not any more."""
    if name in OF_THE_WEBHOOK:
        (simulator.armed.add if on else simulator.armed.discard)(name)
        return
    fault = OF_A_CALL[name]
    simulator.faults.discard(fault)
    if on:
        simulator.faults.add(parse_fault(fault.as_dict()))  # its own: `times` counts down


def armed(simulator: Simulator) -> list[str]:
    """What waits to go wrong."""
    calls = [name for name, fault in OF_A_CALL.items() if simulator.faults.waits(fault)]
    return [*(name for name in OF_THE_WEBHOOK if name in simulator.armed), *calls]


def take(simulator: Simulator, name: str) -> bool:
    """Whether the webhook that goes out now is to go wrong like this; used up then."""
    if name not in simulator.armed:
        return False
    simulator.armed.discard(name)
    return True
