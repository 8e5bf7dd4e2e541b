"""What was said and taken back in a scenario, and who the people in it are."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at
from tests.world.people import Delivered, Got, Platform
from tests.world.scheduler import Strand
from tests.world.world import Due, World

HANAKO, TARO, GROUP = USER_ID, OTHER_USER_ID, GROUP_ID
ACCOUNTS = {HANAKO: "sub-hanako", TARO: "sub-taro"}
OWN, TURN, HEARD, SILENT, SEEN, STRANGE = "own", "turn", "heard", "silent", "seen", "strange"
EARLY_SECONDS = 600
"""What happens before that may as well happen sooner."""


@dataclass(frozen=True)
class Said:
    """A word, where and by whom, and to whom: `kind`. LINE's id of the message, if it is one.

    `SEEN` is the word of a picture in a group: the bot has it if somebody asks about it. `STRANGE`
    is said to the bot by whom the operator does not let in.
    """

    word: str
    chat_id: str
    person_id: str
    kind: str
    message_id: str
    event_id: str


@dataclass(frozen=True)
class TakenBack:
    """Words that are to be gone once the event has ended."""

    words: tuple[str, ...]
    event_id: str
    outcome: str


@dataclass
class Script:
    """Everything is done some seconds after noon, or earlier if the schedule says so."""

    world: World
    said: dict[str, Said] = field(default_factory=dict)
    gone: list[TakenBack] = field(default_factory=list)
    left_behind: list[TakenBack] = field(default_factory=list)
    """What is not taken back, but is to be in no prompt any more."""
    number: int = 0

    def __post_init__(self) -> None:
        self.platform = Platform(self.world)
        self.world.know(HANAKO, TARO, GROUP)

    @property
    def answers(self) -> list[Got]:
        """What ChatGPT got, and whoever fetched pictures."""
        return self.platform.got

    def does(self, name: str, seconds: float, begin: Callable[[], Strand]) -> None:
        self.world.later(Due(at(seconds), name, begin, is_free=seconds < EARLY_SECONDS))

    def redrives(self, seconds: float) -> None:
        """The operator has the dead letters tried again."""

        def redrive() -> Strand:
            def work() -> None:
                self.world.events.redrive()

            return self.world.begin("redrive", 9e9, work, None)

        self.does("redrive", seconds, redrive)

    def delivered(self, event_id: str) -> list[Delivered]:
        """The event as LINE delivered it."""
        return [
            each for each in self.platform.delivered if each.event["webhookEventId"] == event_id
        ]
