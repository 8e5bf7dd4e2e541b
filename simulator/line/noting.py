"""What LINE knows after it sent an event: who, where, which tokens, which content."""

from collections.abc import Mapping
from typing import Any

from simulator.chats import ChatMessage
from simulator.line.events import Event, chat_id, message_text
from simulator.state import Simulator


def note_name(simulator: Simulator, partial: Mapping[str, Any], event: Event) -> None:
    """Keep the short name that a test gave a user, as the display name."""
    name = (partial.get("source") or {}).get("userId")
    user_id = event.get("source", {}).get("userId")
    if isinstance(name, str) and isinstance(user_id, str) and name != user_id:
        simulator.users.meet(user_id, name=name)


def note(simulator: Simulator, event: Any) -> None:
    """An event goes out. It may be anything: raw bodies are a test's own."""
    if not isinstance(event, dict) or (chat := chat_id(event)) is None:
        return
    _note_people(simulator, event, chat)
    if isinstance(event.get("replyToken"), str):
        _note_reply_token(simulator, event, chat)
    message, unsend = event.get("message"), event.get("unsend")
    if isinstance(message, dict):
        _note_message(simulator, event, message, chat)
    elif isinstance(unsend, dict):
        simulator.contents.take_back(str(unsend.get("messageId")))
        simulator.chats.unsend(chat, str(unsend.get("messageId")))


def _note_people(simulator: Simulator, event: Event, chat: str) -> None:
    user_id, kind = event["source"].get("userId"), event.get("type")
    if isinstance(user_id, str):
        user = simulator.users.meet(user_id)
        if chat == user_id:
            user.friend = True
            user.blocked = kind == "unfollow" or (user.blocked and kind != "follow")
        else:
            simulator.users.enter(chat, user_id)
    if kind == "leave":
        simulator.users.disperse(chat)
    for joined in _members(event.get("joined")):
        simulator.users.enter(chat, joined)
    for left in _members(event.get("left")):
        simulator.users.leave(chat, left)


def _members(group: Any) -> list[str]:
    """The user ids of a memberJoined or memberLeft event."""
    members = group.get("members") if isinstance(group, dict) else None
    listed = members if isinstance(members, list) else []
    found = [each.get("userId") for each in listed if isinstance(each, dict)]
    return [user_id for user_id in found if isinstance(user_id, str)]


def _note_message(simulator: Simulator, event: Event, message: dict[str, Any], chat: str) -> None:
    message_id, kind = str(message.get("id")), str(message.get("type"))
    for tokens, name in (
        (simulator.quote_tokens, "quoteToken"),
        (simulator.read_tokens, "markAsReadToken"),
    ):
        if isinstance(message.get(name), str):
            tokens.issue(message[name], chat, message_id)
    if event.get("type") == "messageEdited":
        simulator.chats.edit(chat, message_id, message_text(message))
    elif not simulator.contents.knows(message_id):  # else a redelivery, or taken back before
        simulator.contents.note(message_id, "elsewhere" if _is_elsewhere(message) else kind)
        quoted = message.get("quotedMessageId")
        simulator.chats.add(
            chat,
            ChatMessage(
                message_id,
                message_text(message),
                at=simulator.clock(),
                by="webhook",
                kind=kind,
                quoted_message_id=quoted if isinstance(quoted, str) else None,
                speaker=event["source"].get("userId"),
                event_id=event.get("webhookEventId"),
                message=message,
            ),
        )


def _is_elsewhere(message: dict[str, Any]) -> bool:
    """Whether the content is not LINE's, so that LINE does not serve it."""
    provider = message.get("contentProvider")
    return isinstance(provider, dict) and provider.get("type") != "line"


def _note_reply_token(simulator: Simulator, event: Event, chat: str) -> None:
    now, timestamp = simulator.clock(), event.get("timestamp")
    context = event.get("deliveryContext")
    simulator.reply_tokens.issue(
        event["replyToken"],
        chat,
        now=now,
        event_at=timestamp / 1000 if isinstance(timestamp, int) else now,
        redelivery=isinstance(context, dict) and context.get("isRedelivery") is True,
    )
