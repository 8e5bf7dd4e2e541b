"""The last answer once more, another try after an apology, and an answer that goes on."""

from tests.world.scenarios.registry import scenario
from tests.world.script import TARO
from tests.world.stage import Stage


@scenario()
def again(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.tells("/again", 2)
    stage.says("w2", 3)
    stage.tells("/again", 4)


@scenario()
def again_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.unsends("w1", 2)
    stage.tells("/again", 3)


@scenario()
def again_in_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.forgets(2)
    stage.tells("/again", 3, TARO, group=True)


@scenario()
def try_again(stage: Stage) -> None:
    stage.says("w1", 1, text="fails")
    stage.tries_again("w1", 2)
    stage.says("w2", 3)
    stage.tries_again("w1", 4)


@scenario(DAILY_MESSAGE_LIMIT="2")
def try_again_and_limit(stage: Stage) -> None:
    stage.says("w1", 1, text="fails")
    stage.says("w2", 2)
    stage.tries_again("w1", 3)


@scenario()
def try_again_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1, text="fails")
    stage.tries_again("w1", 2)
    stage.unsends("w1", 3)
    stage.tries_again("w1", 4)


@scenario()
def try_again_in_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="fails")
    stage.tries_again("w1", 2)
    stage.forgets(3)


@scenario()
def go_on(stage: Stage) -> None:
    stage.says("w1", 1, text="long")
    stage.goes_on("w1", 2)
    stage.says("w2", 3)
    stage.goes_on("w1", 4)


@scenario()
def go_on_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1, text="long")
    stage.goes_on("w1", 2)
    stage.unsends("w1", 3)
    stage.goes_on("w1", 4)


@scenario()
def go_on_in_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="long")
    stage.goes_on("w1", 2)
    stage.forgets(3)


@scenario()
def go_on_by_another_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="long")
    stage.goes_on("w1", 2, TARO)
    stage.forgets(3)


@scenario()
def go_on_and_edit(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="long")
    stage.goes_on("w1", 2)
    stage.edits("w1", "w2", 3, mentions=False)
