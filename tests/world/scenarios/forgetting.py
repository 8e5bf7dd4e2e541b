"""What is forgotten while something else goes on."""

from tests.world.scenarios.registry import scenario
from tests.world.script import TARO
from tests.world.stage import Stage


@scenario()
def forget(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.forgets(2)
    stage.says("w2", 3)


@scenario()
def forget_in_group(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.says("w2", 2, TARO, group=True)
    stage.forgets(3)
    stage.says("w3", 4, TARO, group=True)


@scenario(HISTORY_MAX_MESSAGES="2")
def summary(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)
    stage.says("w3", 3)


@scenario(HISTORY_MAX_MESSAGES="2")
def summary_and_forget(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)
    stage.forgets(3)


@scenario(HISTORY_MAX_MESSAGES="2")
def summary_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)
    stage.unsends("w1", 3)


@scenario(HISTORY_MAX_MESSAGES="2")
def summary_of_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.says("w2", 2, TARO, group=True)
    stage.forgets(3)
    stage.says("w3", 4, TARO, group=True)


@scenario(DELETE_DATA_ON_LEAVE="true")
def leave(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.happens("leave", 2)
    stage.happens("join", 3)
    stage.says("w2", 4, TARO, group=True)


@scenario(DELETE_DATA_ON_LEAVE="true")
def block(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.happens("unfollow", 2)
    stage.happens("follow", 3)
    stage.says("w2", 4)


@scenario()
def forget_during_answer(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="slowly")
    stage.forgets(2)


@scenario()
def forget_at_end_of_answer(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="slowly")
    stage.forgets(3)


@scenario()
def persona_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, text="/persona")
    stage.forgets(2)
    stage.says("w2", 3)


@scenario(HISTORY_MAX_MESSAGES="2")
def summary_and_reset(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)
    stage.resets(3)
    stage.says("w3", 4)
