"""Ways to break the product on purpose. A walk that does not notice them is worth nothing."""

from tests.world.guards import gone, shown
from tests.world.guards.registry import Guard

GUARDS = (*shown.GUARDS, *gone.GUARDS)
__all__ = ["GUARDS", "Guard"]
