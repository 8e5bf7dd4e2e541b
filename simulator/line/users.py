"""The users of LINE, as far as the channel may know them."""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.bounded import Bounded

REMEMBERED = 1000
LANGUAGE = "ja"


@dataclass
class User:
    """One user. `language` is BCP 47, or `None` if LINE tells none.

    `friend`: whether the profile may be read, because the user added the bot or wrote to it.
    """

    display_name: str
    language: str | None = LANGUAGE
    friend: bool = False
    blocked: bool = False


class Users:
    """The users that were heard of, and who is in which group or room."""

    def __init__(self) -> None:
        self._users: Bounded[str, User] = Bounded(REMEMBERED)
        self._people: Bounded[str, set[str]] = Bounded(REMEMBERED)
        self._members: Bounded[str, set[str]] = Bounded(REMEMBERED)
        self._group_names: Bounded[str, str] = Bounded(REMEMBERED)

    def meet(self, user_id: str, *, name: str | None = None) -> User:
        """The user of this id, new or known. The first name given stays."""
        if user_id not in self._users:
            self._users[user_id] = User(name or f"User {user_id[1:7]}")
        return self._users[user_id]

    def friend(self, user_id: str) -> User | None:
        """The user if the bot may read the profile: a friend, and not one who blocked the bot.

        https://developers.line.biz/en/reference/messaging-api/#get-profile
        """
        user = self._users.get(user_id)
        return user if user and user.friend and not user.blocked else None

    def has_blocked(self, chat_id: str) -> bool:
        return chat_id in self._users and self._users[chat_id].blocked

    def get(self, user_id: str) -> User | None:
        """The user of this id if there was one."""
        return self._users.get(user_id)

    def all(self) -> dict[str, User]:
        """Everybody who was heard of, by id."""
        return dict(self._users)

    def found(self, group_id: str, name: str, members: Iterable[str]) -> None:
        """Users make a group of this name."""
        self._group_names[group_id] = name
        for user_id in members:
            self.enter(group_id, user_id)

    def groups(self) -> dict[str, str | None]:
        """The groups and rooms that were heard of, with their names if they have one."""
        return {**dict.fromkeys(self._members), **self._group_names}

    def people(self, chat_id: str) -> list[str]:
        """Who is in this group or room, also while the bot is not."""
        people = self._people.get(chat_id, ())
        return [user_id for user_id in self._users if user_id in people]

    def enter(self, chat_id: str, user_id: str) -> None:
        """The user is in this group or room."""
        for known in (self._people, self._members):
            if chat_id not in known:
                known[chat_id] = set()
            known[chat_id].add(user_id)

    def leave(self, chat_id: str, user_id: str) -> None:
        """The user is there no longer."""
        for known in (self._people, self._members):
            known.get(chat_id, set()).discard(user_id)

    def disperse(self, chat_id: str) -> None:
        """The bot left this group or room, and knows of nobody there any more."""
        self._members.pop(chat_id, None)

    def member(self, chat_id: str, user_id: str) -> User | None:
        """The user if there is one of this id in this group or room."""
        return self.meet(user_id) if user_id in self._members.get(chat_id, ()) else None

    def clear(self) -> None:
        self._users.clear()
        self._people.clear()
        self._members.clear()
        self._group_names.clear()
