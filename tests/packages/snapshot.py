"""Start a function as SnapStart does before its snapshot, and refuse what must not be in one.

What a library draws for itself is its own affair; ours draws, makes and connects nothing. Run from
the built zips: the name of the function is in FUNCTION.
"""

import importlib
import os
import secrets
import socket
import sys
import threading
import uuid
from typing import Any

import botocore.client

OURS = ("chatgpt", "check_dynamodb", "kaiwa", "line_reply", "line_webhook")
HEAVY = ("linebot.v3.messaging", "mcp", "openai", "pynamodb")


def refuse(*_: Any, **__: Any) -> Any:
    raise AssertionError("This would be in the snapshot.")


def only_to_others(draw: Any) -> Any:
    """`draw`, but not for this repository's code."""

    def drawn(*arguments: Any, **more: Any) -> Any:
        caller = sys._getframe(1).f_globals["__name__"].partition(".")[0]
        return refuse() if caller in OURS else draw(*arguments, **more)

    return drawn


function = os.environ.pop("FUNCTION")
os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start"
botocore.client.ClientCreator.create_client = refuse  # type: ignore[method-assign]
socket.socket.connect = refuse  # type: ignore[method-assign]
threading.Thread.start = refuse  # type: ignore[method-assign]
for module, name in ((uuid, "uuid4"), (secrets, "token_bytes"), (secrets, "token_urlsafe")):
    setattr(module, name, only_to_others(getattr(module, name)))

importlib.import_module(f"{function}.handler")
print(*(name for name in HEAVY if name in sys.modules))
