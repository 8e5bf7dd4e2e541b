"""Who has a phone on the page: two users and a group from the start, and all who are heard of."""

from typing import Any

from simulator.line.identities import line_id
from simulator.state import Simulator

USERS = ("hanako", "taro")
GROUP = "family"


def introduce(simulator: Simulator) -> None:
    """The users and the group that are there from the start, again after a reset."""
    users = simulator.users
    for name in USERS:
        users.meet(line_id(name), name=name)
    if users.groups().get(group := line_id(GROUP, "group")) is None:
        users.found(group, GROUP, map(line_id, USERS))


def chats(simulator: Simulator) -> list[dict[str, Any]]:
    """Every chat with the bot: its id, kind, name and members, and the last that was said."""
    users, last = simulator.users, simulator.chats.all()
    listed: list[dict[str, Any]] = [
        {
            "id": user_id,
            "kind": "user",
            "name": user.display_name,
            "language": user.language,
            "friend": user.friend,
            "blocked": user.blocked,
            "members": [{"id": user_id, "name": user.display_name}],
        }
        for user_id, user in users.all().items()
    ]
    listed.sort(key=lambda chat: chat["name"] not in USERS)  # the others behind them
    for group_id, name in users.groups().items():
        members = [
            {"id": user_id, "name": users.meet(user_id).display_name}
            for user_id in users.people(group_id)
        ]
        shown = name or f"Group {group_id[1:7]}"
        listed.append({"id": group_id, "kind": "group", "name": shown, "members": members})
    for chat in listed:
        bubble = last.get(chat["id"])
        chat["last"] = bubble and {
            "number": bubble.number,
            "kind": bubble.kind,
            "text": bubble.text,
            "unsent": bubble.unsent,
        }
    return listed


def name_of(simulator: Simulator, user_id: str | None) -> str | None:
    """A user's display name, `None` of nobody."""
    user = None if user_id is None else simulator.users.get(user_id)
    return user.display_name if user else None
