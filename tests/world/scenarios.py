"""What happens in the worlds that are explored: small, so that much of what may come between is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.world.stage import HANAKO, HEARD, SILENT, TARO, Stage


@dataclass(frozen=True)
class Scenario:
    """What happens, under these settings."""

    name: str
    play: Callable[[Stage], None]
    settings: Mapping[str, str] = field(default_factory=dict)


SCENARIOS: dict[str, Scenario] = {}


def scenario(**settings: str) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    """Add the function to the scenarios, under its name."""

    def add(play: Callable[[Stage], None]) -> Callable[[Stage], None]:
        SCENARIOS[play.__name__] = Scenario(play.__name__, play, settings)
        return play

    return add


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
def linking(stage: Stage) -> None:
    stage.offered("ABCDE-FGHJK")
    stage.links(1, HANAKO, "ABCDE-FGHJK")
    stage.links(1, TARO, "ABCDE-FGHJK")
    stage.tells("/unlink", 3)


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
def picture(stage: Stage) -> None:
    stage.shows(1)
    stage.says("w1", 2)


@scenario()
def reminder(stage: Stage) -> None:
    stage.says("w1", 1, text="remind")
    stage.tells("/reminders cancel 1", 700)


@scenario()
def reminder_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, text="remind")
    stage.forgets(2)


@scenario()
def reminder_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1, text="remind")
    stage.unsends("w1", 2)


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


@scenario()
def reminder_in_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="remind")
    stage.forgets(2)


@scenario(DELETE_DATA_ON_LEAVE="true")
def leave(stage: Stage) -> None:
    stage.says("w1", 1, group=True)
    stage.happens("leave", 2)
    stage.happens("join", 3)
    stage.says("w2", 4, TARO, group=True)


@scenario()
def block_and_own_text(stage: Stage) -> None:
    stage.linked()
    stage.happens("unfollow", 1)
    stage.writes("w1", 1)
    stage.happens("follow", 2)


@scenario(DELETE_DATA_ON_LEAVE="true")
def block(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.happens("unfollow", 2)
    stage.happens("follow", 3)
    stage.says("w2", 4)


@scenario(DAILY_MESSAGE_LIMIT="1")
def daily_limit(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.says("w2", 2)


@scenario()
def redrive(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.redrives(2000)
    stage.says("w2", 2001)


@scenario()
def redrive_after_forget(stage: Stage) -> None:
    stage.says("w1", 1)
    stage.forgets(1500)
    stage.redrives(2000)


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
