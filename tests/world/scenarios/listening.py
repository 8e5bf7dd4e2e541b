"""Groups that have let the bot listen in."""

from tests.world.scenarios.registry import scenario
from tests.world.script import HEARD, TARO
from tests.world.stage import Stage


@scenario()
def listening(stage: Stage) -> None:
    stage.listened_to()
    stage.says("w1", 1, group=True, kind=HEARD)
    stage.tells("/listen off", 2, TARO, group=True)


@scenario()
def listening_and_unsend(stage: Stage) -> None:
    stage.listened_to()
    stage.says("w1", 1, group=True, kind=HEARD)
    stage.unsends("w1", 2)
    stage.tells("/digest", 3, TARO, group=True)


@scenario()
def listening_and_forget(stage: Stage) -> None:
    stage.listened_to()
    stage.says("w1", 1, group=True, kind=HEARD)
    stage.forgets(2)
    stage.tells("/digest", 3, TARO, group=True)


@scenario()
def listening_and_leave(stage: Stage) -> None:
    stage.listened_to()
    stage.says("w1", 1, group=True, kind=HEARD)
    stage.happens("leave", 2)
    stage.says("w2", 3, TARO, group=True, kind=HEARD)


@scenario()
def listening_and_join(stage: Stage) -> None:
    stage.listened_to()
    stage.says("w1", 1, group=True, kind=HEARD)
    stage.happens("join", 2)
    stage.says("w2", 3, TARO, group=True, kind=HEARD)


@scenario()
def listening_begins(stage: Stage) -> None:
    stage.says("w1", 1, group=True, kind=HEARD)
    stage.tells("/listen on", 2, TARO, group=True)
    stage.says("w2", 3, group=True, kind=HEARD)


@scenario(MAX_RECEIVE_COUNT="1")
def dead_letters(stage: Stage) -> None:
    stage.listened_to()
    stage.says("w1", 1, group=True, kind=HEARD)
    stage.says("w2", 2, group=True)
