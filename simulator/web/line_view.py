"""A chat as the page shows it, as JSON."""

from collections.abc import Mapping
from typing import Any

from simulator.calls import iso
from simulator.chats import ChatMessage
from simulator.line.posted import Posted
from simulator.state import Simulator
from simulator.web.line_notices import notices, went
from simulator.web.misbehaviour import armed
from simulator.web.people import chats, introduce, name_of

SHOWN = 200
"""So many bubbles of a chat, and events between them, reach the page."""

PAGES = ("http://", "https://")
SHOWABLE = ("image", "audio", "video", "file")


def view(simulator: Simulator, chat_id: str) -> dict[str, Any]:
    """All chats in short, and one of them whole."""
    introduce(simulator)
    posted = simulator.posted.all()
    messages = simulator.chats.messages(chat_id)
    context = _Context(simulator, messages, posted)
    entries = [
        *(_bubble(context, each) for each in messages[-SHOWN:]),
        *notices(simulator, posted, chat_id),
    ]
    entries.sort(key=lambda entry: (entry["at"], entry["order"]))
    if messages and entries[-1]["key"] == messages[-1].id:
        entries[-1]["choices"] = [_choice(action) for action in messages[-1].quick_replies]
    return {
        "chats": chats(simulator),
        "chat": chat_id,
        "loading": simulator.chats.is_loading(chat_id, now=simulator.clock()),
        "armed": armed(simulator),
        "entries": entries[-SHOWN:],
    }


def _choice(action: Mapping[str, Any]) -> dict[str, str | None]:
    """A button below the chat: what it is called, and the page that it opens, if it does that."""
    uri = str(action["uri"]) if action["type"] == "uri" else ""
    return {"label": action["label"], "opens": uri if uri.startswith(PAGES) else None}


class _Context:
    """What is looked up for each bubble."""

    def __init__(
        self, simulator: Simulator, messages: list[ChatMessage], posted: list[Posted]
    ) -> None:
        self.simulator = simulator
        self.bubbles = {message.id: message for message in messages}
        self.answered = {each.reply_token: each.by for each in messages if each.reply_token}
        self.webhooks: dict[str, list[Posted]] = {}
        self.tokens: dict[str, str] = {}
        self.events: dict[str, str] = {}
        for webhook in posted:
            for event in webhook.events:
                if isinstance(event, dict):
                    event_id, token = str(event.get("webhookEventId")), event.get("replyToken")
                    self.webhooks.setdefault(event_id, []).append(webhook)
                    if isinstance(token, str):
                        self.tokens[event_id], self.events[token] = token, event_id


def _bubble(context: _Context, message: ChatMessage) -> dict[str, Any]:
    simulator, event_id = context.simulator, message.event_id
    if event_id is None:
        event_id = context.events.get(message.reply_token or "")
    quoted = context.bubbles.get(message.quoted_message_id or "")
    is_theirs = message.by == "webhook" or simulator.pictures.knows(message.id)
    has_content = message.kind in SHOWABLE and is_theirs and not message.unsent
    return {
        "type": "bubble",
        "key": message.id,
        "order": message.number,
        "at": iso(message.at),
        "from": "user" if message.by == "webhook" else "bot",
        "speaker": message.speaker,
        "name": name_of(simulator, message.speaker),
        "kind": message.kind,
        "text": message.text,
        "message": _shown(message) if not message.unsent else {},
        "content": f"/ui/line/content/{message.id}" if has_content else None,
        "spoken": _spoken(simulator, message) if has_content else None,
        "by": message.by,
        "read": message.read,
        "unsent": message.unsent,
        "quoted": quoted
        and {
            "key": quoted.id,
            "name": name_of(simulator, quoted.speaker),
            "kind": quoted.kind,
            "text": quoted.text,
            "unsent": quoted.unsent,
        },
        "choices": [],
        "event": event_id,
        "webhooks": [went(each) for each in context.webhooks.get(message.event_id or "", ())],
        "answered": context.answered.get(context.tokens.get(message.event_id or "", "")),
    }


def _shown(message: ChatMessage) -> dict[str, Any]:
    """What a bubble needs to know besides its text."""
    names = ("stickerId", "keywords", "title", "address", "fileName", "fileSize", "contents")
    return {name: message.message[name] for name in names if name in message.message}


def _spoken(simulator: Simulator, message: ChatMessage) -> str | None:
    """The words of a recording that is not one: the stand-in of OpenAI takes text for it."""
    if message.kind != "audio":
        return None
    try:
        return simulator.contents.get(message.id).data.decode()
    except UnicodeDecodeError:
        return None
