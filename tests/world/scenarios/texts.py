"""Texts and commands in one-to-one chats and groups."""

from tests.world.scenarios.registry import scenario
from tests.world.script import HANAKO, SILENT, STRANGE, TARO
from tests.world.stage import Stage


@scenario()
def two_texts(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)


@scenario()
def unsend(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.unsends("w1", 2)
    stage.says("w2", 3)


@scenario()
def edit(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.edits("w1", "w2", 2)
    stage.edits("w2", "w3", 3, mentions=False)
    stage.says("w4", 4, TARO, group=True)


@scenario()
def edits(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.edits("w1", "w2", 2)
    stage.edits("w2", "w3", 3)


@scenario()
def edit_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.edits("w1", "w2", 2)
    stage.forgets(3)


@scenario()
def group(stage: Stage) -> None:
    stage.says("w1", 1, group=True, kind=SILENT)
    stage.says("w2", 2, group=True)
    stage.says("w3", 3, TARO, group=True, kind=SILENT)


@scenario()
def two_chats(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 1, TARO)
    stage.says("w3", 2, group=True)


@scenario()
def picture(stage: Stage) -> None:
    stage.shows("w1", 1)
    stage.says("w2", 2)


@scenario(DAILY_MESSAGE_LIMIT="1")
def daily_limit(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)


@scenario(MAX_RECEIVE_COUNT="1")
def redrive(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.redrives(2000)
    stage.says("w2", 2001)


@scenario(MAX_RECEIVE_COUNT="1")
def redrive_after_forget(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.forgets(1500)
    stage.redrives(2000)


@scenario(MAX_RECEIVE_COUNT="1")
def redrive_next_day(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.writes("w2", 2)
    stage.redrives(26 * 60 * 60)


@scenario(ALLOWED_USER_IDS=HANAKO)
def strangers(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2, TARO, kind=STRANGE)
    stage.tells("/link", 3, TARO)
    stage.says("w3", 4, TARO, group=True, kind=STRANGE)


@scenario()
def ids_of_another_chat(stage: Stage) -> None:
    stage.says("w1", 1, text="fails")
    stage.tries_again("w1", 2, TARO)
    stage.quotes("w1", "w2", 3, TARO)
    stage.unsends_anothers("w1", 900)


@scenario()
def reset(stage: Stage) -> None:
    stage.shows("w1", 1)
    stage.says("w2", 2)
    stage.resets(3)
    stage.says("w3", 4)
