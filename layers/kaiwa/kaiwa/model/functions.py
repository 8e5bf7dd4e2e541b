"""Functions of Kaiwa's own that the model may have called: it asks, and the worker does it.

https://developers.openai.com/api/docs/guides/function-calling
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kaiwa.model.tools import Tool


@dataclass(frozen=True)
class Functions:
    """The functions, and what the model must know besides in order to call them.

    The `note` goes with the instructions: whenever it changes, OpenAI knows nothing more of earlier
    prompts.
    """

    tools: Sequence[Tool]
    note: str


@dataclass(frozen=True)
class FunctionCall:
    """A call that the model asks for. `arguments` are JSON, unless the answer was cut off."""

    name: str
    arguments: str
