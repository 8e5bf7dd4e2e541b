"""What happens in the worlds that are explored: small, so that much of what may come between is."""

from tests.world.scenarios import (
    again,
    chatgpt,
    drawing,
    forgetting,
    listening,
    quotes,
    reminders,
    retention,
    texts,
)
from tests.world.scenarios.registry import SCENARIOS, Scenario

MODULES = (texts, quotes, again, drawing, forgetting, retention, reminders, listening, chatgpt)
"""Each adds its own to the scenarios."""
__all__ = ["MODULES", "SCENARIOS", "Scenario"]
