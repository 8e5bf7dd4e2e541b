"""ChatGPT beside the chat, through the real HTTP handler."""

from tests.world.scenarios.registry import scenario
from tests.world.script import HANAKO, TARO
from tests.world.stage import Stage

MUCH = " ".join(map(str, range(12_000)))
"""More than fits into a response, and into ten bubbles."""


@scenario()
def linking(stage: Stage) -> None:
    stage.offered("ABCDE-FGHJK")
    stage.links(1, HANAKO, "ABCDE-FGHJK")
    stage.links(1, TARO, "ABCDE-FGHJK")
    stage.tells("/unlink", 3)


@scenario()
def linking_and_reading(stage: Stage) -> None:
    stage.says("w1", 0)
    stage.offered("ABCDE-FGHJK")
    stage.links(1, HANAKO, "ABCDE-FGHJK")
    stage.reads(40)
    stage.reads(41, face="plugin")


@scenario()
def own_text(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.writes("w2", 2)
    stage.unlinks(3)


@scenario()
def own_text_and_forget(stage: Stage) -> None:
    stage.linked()
    stage.writes("w1", 1)
    stage.forgets(2)


@scenario()
def export_and_forget(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.exports(2)
    stage.forgets(3)


@scenario()
def read_and_unsend(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.reads(2)
    stage.unsends("w1", 3)
    stage.reads(4)


@scenario()
def block_and_own_text(stage: Stage) -> None:
    stage.linked()
    stage.happens("unfollow", 1)
    stage.writes("w1", 1)
    stage.happens("follow", 2)


@scenario()
def linking_and_forget(stage: Stage) -> None:
    stage.offered("ABCDE-FGHJK")
    stage.links(1, HANAKO, "ABCDE-FGHJK", "plugin")
    stage.forgets(1)
    stage.reads(2, face="plugin")


@scenario()
def relinking(stage: Stage) -> None:
    stage.linked()
    stage.offered("ABCDE-FGHJK", TARO)
    stage.says("w1", 1)
    stage.links(2, HANAKO, "ABCDE-FGHJK", "plugin")
    stage.links(2, TARO, "ABCDE-FGHJK")
    stage.reads(3)


@scenario()
def plugin_and_forget(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.exports(2, face="plugin")
    stage.writes("w2", 2, face="plugin")
    stage.forgets(3)


@scenario()
def plugin_and_unlink(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.unlinks(2, face="plugin")
    stage.reads(2, face="plugin")
    stage.tells("/unlink", 3)


@scenario(DAILY_SEND_LIMIT="1")
def own_texts_and_limit(stage: Stage) -> None:
    stage.linked()
    stage.writes("w1", 1)
    stage.writes("w1", 1)
    stage.writes("w2", 2)


@scenario()
def code_of_before(stage: Stage) -> None:
    stage.offered("ABCDE-FGHJK")
    stage.links(1, HANAKO, "ABCDE-FGHJK")
    stage.unlinks(2)
    stage.links(3, TARO, "ABCDE-FGHJK")
    stage.offered("JKABC-DEFGH", TARO)
    stage.links(700, TARO, "JKABC-DEFGH")


@scenario()
def relinking_on_purpose(stage: Stage) -> None:
    stage.linked()
    stage.offered("ABCDE-FGHJK", TARO)
    stage.links(1, HANAKO, "ABCDE-FGHJK", replace=True)
    stage.offered("JKABC-DEFGH")
    stage.links(2, TARO, "JKABC-DEFGH", replace=True)
    stage.unlinks(3)


@scenario()
def export_in_a_file(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1, text=MUCH)
    stage.exports(2)
    stage.unlinks(3)
    stage.forgets(4)


@scenario()
def forget_and_read(stage: Stage) -> None:
    stage.linked()
    stage.says("w1", 1)
    stage.forgets(2)
    stage.reads(3)
