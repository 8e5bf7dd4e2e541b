"""The long-running commands: `up`, which stays, and `demo`, which ends by itself."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

from simulator.chatgpt import PASSWORD
from simulator.demo import Demonstration
from simulator.processes import StackError
from simulator.stack import BUILD, Options, Stack, running_stack, say

DESCRIPTION = BUILD / "stack.json"
AWS_PORT = 4566
SIMULATOR_PORT = 8600
API_PORT = 8601
PERSON = ("hanako@example.com", PASSWORD)
"""Who may sign in on the page for ChatGPT's side of a stack that stays."""
OPENAI_URL = "https://api.openai.com/v1"


def demo() -> None:
    """Deploy, hold a conversation, print it with what was proved, and leave nothing running."""

    def converse(stack: Stack) -> None:
        Demonstration(stack).run()
        say("\nEverything holds.")

    _run("demo", None, converse)


def up() -> None:
    """Deploy and stay until Ctrl-C. With `OPENAI_API_KEY` set, a real model answers."""
    key = os.environ.get("OPENAI_API_KEY")
    real_model = (os.environ.get("OPENAI_BASE_URL") or OPENAI_URL, key) if key else None

    def stay(stack: Stack) -> None:
        model = f"the model at {real_model[0]}" if real_model else "the stand-in of OpenAI"
        say(f"\nKaiwa is up, answered by {model}. Ctrl-C ends it.")
        say(f"Open {stack.description['simulator_url']}")
        threading.Event().wait()

    _run("up", real_model, stay)


def _run(name: str, real_model: tuple[str, str] | None, use: Callable[[Stack], None]) -> None:
    aws_port = _port("AWS_PORT", AWS_PORT)
    folder = BUILD / "simulator" / str(aws_port)
    options = Options(
        folder=folder,
        aws_port=aws_port,
        simulator_port=_port("SIMULATOR_PORT", SIMULATOR_PORT),
        api_port=_port("API_PORT", API_PORT),
        description=DESCRIPTION if name == "up" else folder / "stack.json",
        real_model=real_model,
        person=PERSON if name == "up" else None,
        keep=True,
    )
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)  # SIGINT too: a script's background job ignores it by default
    try:
        with running_stack(options) as stack:
            use(stack)
    except StackError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        say("\nEnded.")
        sys.exit(0 if name == "up" else 1)


def _port(variable: str, default: int) -> int:
    chosen = os.environ.get(variable, str(default))
    if not chosen.isdecimal() or not 0 < int(chosen) < 2**16:
        sys.exit(f"{variable} is '{chosen}'; it must be the number of a port.")
    return int(chosen)


def _end(*_: object) -> NoReturn:
    raise KeyboardInterrupt
