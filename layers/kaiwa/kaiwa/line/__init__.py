"""Gateway to LINE's Messaging API. It sends texts and buttons: what they say is for the callers.

To import it imports nothing of LINE's SDK, which takes over a second.
"""

from kaiwa.line.choices import Choice
from kaiwa.line.client import BUBBLES_A_CALL, Line
from kaiwa.line.content import Content
from kaiwa.line.errors import (
    ContentGoneError,
    ContentNotReadyError,
    ContentTooLargeError,
    InvalidReplyTokenError,
    LineRefusedError,
    LineUnavailableError,
    LineUnclearError,
)

__all__ = [
    "BUBBLES_A_CALL",
    "Choice",
    "Content",
    "ContentGoneError",
    "ContentNotReadyError",
    "ContentTooLargeError",
    "InvalidReplyTokenError",
    "Line",
    "LineRefusedError",
    "LineUnavailableError",
    "LineUnclearError",
]
