"""The world that runs now: what is installed once stands for one after the other."""

from typing import Any

from tests.world.world import World


class Now:
    """The world that runs now."""

    world: World


def running() -> World:
    """Whatever is asked of what is installed, that world is asked."""
    return Now.world


class Member:
    """Whatever is asked of it, the member with this name of the world that runs does."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(getattr(running(), self._name), name)
