"""Functions of Kaiwa's own that the model may have called: it asks, and the worker does it.

https://developers.openai.com/api/docs/guides/function-calling
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kaiwa.model.tools import Tool


@dataclass(frozen=True)
class Functions:
    """The functions, and what the model must know besides in order to call them, such as the time.

    The `note` is the end of the prompt: all that comes before it is as it was the last time.
    """

    tools: Sequence[Tool]
    note: str


@dataclass(frozen=True)
class FunctionCall:
    """A call that the model asks for. `arguments` are JSON, unless the answer was cut off."""

    name: str
    arguments: str
