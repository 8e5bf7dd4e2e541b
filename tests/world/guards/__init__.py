"""Ways to break the product on purpose. A walk that does not notice them is worth nothing."""

from tests.world.guards import chatgpt, gone, groups, shown, stays
from tests.world.guards.registry import Guard

GUARDS = (*shown.GUARDS, *gone.GUARDS, *stays.GUARDS, *groups.GUARDS, *chatgpt.GUARDS)
__all__ = ["GUARDS", "Guard"]
