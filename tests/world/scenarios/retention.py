"""What expires in the middle of things: deleted at once, late, or not before the end."""

from tests.world.scenarios.registry import scenario
from tests.world.script import TARO
from tests.world.stage import Stage

A_DAY = 24 * 60 * 60
"""How long messages are kept in this world."""


@scenario()
def expiry(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", A_DAY)
    stage.quotes("w1", "w3", A_DAY + 3)
    stage.tells("/again", A_DAY + 4)


@scenario()
def expiry_from_chatgpt(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.reads(A_DAY)
    stage.exports(A_DAY + 1)
    stage.reads(A_DAY + 2, face="plugin")


@scenario(HISTORY_MAX_MESSAGES="2")
def expiry_of_summary(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)
    stage.says("w3", A_DAY - 2)
    stage.says("w4", A_DAY + 3)


@scenario()
def expiry_in_group(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="long")
    stage.quotes("Re: long w1", "w2", A_DAY, TARO, group=True)
    stage.goes_on("w1", A_DAY + 1)


@scenario(DRAWING="command")
def expiry_of_picture(stage: Stage) -> None:
    stage.says("w1", 1, text="/draw")
    stage.looks(A_DAY)
    stage.tells("/again", A_DAY + 1)
    stage.looks(A_DAY + 2)
