"""What is quoted: texts, the bot's answers, pictures of others in a group; and sets of pictures."""

from tests.world.scenarios.registry import scenario
from tests.world.script import SILENT, TARO
from tests.world.stage import Stage


@scenario()
def quote_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)
    stage.unsends("w1", 3)
    stage.quotes("w1", "w3", 4)


@scenario()
def quote_of_answer_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.unsends("w1", 2)
    stage.quotes("Re: w1", "w2", 3, TARO, group=True)


@scenario()
def quote_in_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.forgets(2)
    stage.quotes("w1", "w2", 3, TARO, group=True)
    stage.quotes("Re: w1", "w3", 4, TARO, group=True)


@scenario()
def quote_of_silence(stage: Stage) -> None:
    stage.says("w1", 1, group=True, kind=SILENT)
    stage.quotes("w1", "w2", 2, TARO, group=True)
    stage.unsends("w1", 3)


@scenario()
def quote_of_picture_in_group(stage: Stage) -> None:
    stage.shows("w1", 1, group=True)
    stage.quotes("w1", "w2", 2, TARO, group=True)
    stage.quotes("Re: w2", "w3", 3, TARO, group=True)


@scenario()
def quote_of_picture_and_unsend(stage: Stage) -> None:
    stage.shows("w1", 1, group=True)
    stage.quotes("w1", "w2", 2, TARO, group=True)
    stage.unsends("w1", 3)
    stage.quotes("Re: w2", "w3", 4, TARO, group=True)


@scenario()
def picture_and_unsend(stage: Stage) -> None:
    stage.shows("w1", 1)
    stage.unsends("w1", 2)
    stage.says("w2", 3)


@scenario()
def picture_set(stage: Stage) -> None:
    stage.shows_set(("w1", "w2", "w3"), 1)
    stage.says("w4", 2)


@scenario()
def picture_set_with_one_lost(stage: Stage) -> None:
    stage.shows_set(("w1", "w2"), 1, total=3)
    stage.says("w3", 2)


@scenario()
def picture_set_and_unsend(stage: Stage) -> None:
    stage.shows_set(("w1", "w2"), 1)
    stage.unsends("w2", 2)
    stage.says("w3", 3)


@scenario()
def picture_set_and_forget(stage: Stage) -> None:
    stage.shows_set(("w1", "w2"), 1)
    stage.forgets(2)
    stage.says("w3", 3)
