"""Profiles of friends, and of members of groups and rooms."""

from simulator.line.identities import line_id
from tests.unit.simulator.harness import ALICE, Stand

BOB = line_id("bob")
GROUP = line_id("friends", "group")
ROOM = line_id("attic", "room")
STRANGER = "U" + "0" * 32
NOT_FOUND = (404, {"message": "Not found"})


def invalid(name: str) -> tuple[int, dict[str, str]]:
    return 400, {"message": f"The value for the '{name}' parameter is invalid"}


def test_profiles_are_those_of_users_who_wrote_to_the_bot_or_added_it(stand: Stand) -> None:
    stand.hear()
    other = "U" + "ab" * 16
    stand.send({"type": "follow", "source": {"userId": other}})
    stand.hear(source={"userId": "bob", "groupId": "friends"})
    asked = (ALICE, other, BOB, STRANGER, "alice")
    assert [stand.get(f"/profile/{each}") for each in asked] == [
        (200, {"userId": ALICE, "displayName": "alice", "language": "ja"}),
        (200, {"userId": other, "displayName": "User ababab", "language": "ja"}),
        NOT_FOUND,
        NOT_FOUND,
        invalid("userId"),
    ]


def test_who_blocked_the_bot_has_no_profile_until_the_return(stand: Stand) -> None:
    stand.hear()
    answers = []
    for kind in ("follow", "unfollow", "follow"):
        (event,) = stand.send({"type": kind, "source": {"userId": "alice"}})
        answers.append((event.get("follow"), stand.get(f"/profile/{ALICE}")[0]))
    assert answers == [({"isUnblocked": False}, 200), (None, 404), ({"isUnblocked": True}, 200)]


def test_a_user_has_the_name_and_language_that_a_test_gives(stand: Stand) -> None:
    answers = [
        stand.control("/users", {"user": "alice", "language": "en-US"}),
        stand.control("/users", {"user": ALICE, "display_name": "Alice L.", "language": None}),
    ]
    assert answers == [
        (200, {"user_id": ALICE, "display_name": "alice", "language": "en-US"}),
        (200, {"user_id": ALICE, "display_name": "Alice L.", "language": None}),
    ]
    assert stand.get(f"/profile/{ALICE}") == (200, {"userId": ALICE, "displayName": "Alice L."})


def test_members_have_profiles_where_they_are_members(stand: Stand) -> None:
    stand.hear(source={"userId": "alice", "groupId": "friends"})
    stand.hear(source={"userId": "alice", "roomId": "attic"})
    member = (200, {"userId": ALICE, "displayName": "alice"})
    paths = {
        f"/group/{GROUP}/member/{ALICE}": member,
        f"/room/{ROOM}/member/{ALICE}": member,
        f"/group/{GROUP}/member/{STRANGER}": NOT_FOUND,
        f"/group/{line_id('others', 'group')}/member/{ALICE}": NOT_FOUND,
        f"/group/{ROOM}/member/{ALICE}": invalid("groupId"),
        f"/room/{GROUP}/member/{ALICE}": invalid("roomId"),
        f"/group/{GROUP}/member/alice": invalid("userId"),
    }
    assert {path: stand.get(path) for path in paths} == paths


def test_members_come_and_go(stand: Stand) -> None:
    def moved(name: str) -> None:
        members = {"members": [{"type": "user", "userId": BOB}]}
        kind = {"joined": "memberJoined", "left": "memberLeft"}[name]
        stand.send({"type": kind, "source": {"groupId": "friends"}, name: members})

    path, answers = f"/group/{GROUP}/member/{BOB}", []
    for name in ("joined", "left"):
        moved(name)
        answers.append(stand.get(path)[0])
    moved("joined")
    stand.send({"type": "leave", "source": {"groupId": "friends"}})
    assert [*answers, stand.get(path)[0]] == [200, 404, 404]
