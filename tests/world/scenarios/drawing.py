"""Pictures that the model draws: by command, by its own choice, changed, and gone again."""

from tests.world.scenarios.registry import scenario
from tests.world.script import GROUP, HANAKO, TARO
from tests.world.stage import PICTURE, Stage


@scenario(DRAWING="command")
def drawing_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1, text="/draw")
    stage.looks(2)
    stage.unsends("w1", 3)
    stage.looks(4)


@scenario(DRAWING="model")
def drawing_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, text="draw slowly")
    stage.forgets(2)
    stage.looks(3)


@scenario(DRAWING="command")
def drawing_in_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="/draw")
    stage.forgets(2)
    stage.looks(3, GROUP)


@scenario(DRAWING="command")
def drawing_in_group_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="/draw slowly")
    stage.unsends("w1", 2)
    stage.says("w2", 3, TARO, group=True)


@scenario(DRAWING="model")
def picture_changed(stage: Stage) -> None:
    stage.says("w1", 1, text="draw")
    stage.says("w2", 2, text="draw brighter")
    stage.unsends("w1", 3)
    stage.looks(4)


@scenario(DRAWING="command")
def picture_quoted(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="/draw")
    stage.quotes(PICTURE, "w2", 2, TARO, group=True, text="/draw")
    stage.forgets(3, HANAKO)
    stage.looks(4, GROUP)


@scenario(DRAWING="command", DAILY_PICTURE_LIMIT="1")
def picture_limit(stage: Stage) -> None:
    stage.says("w1", 1, text="/draw")
    stage.says("w2", 2, text="/draw")
    stage.says("w3", 2, group=True, text="/draw")


@scenario(DRAWING="command", DELETE_DATA_ON_LEAVE="true")
def drawing_and_leave(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="/draw")
    stage.happens("leave", 2)
    stage.looks(3, GROUP)
