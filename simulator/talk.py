"""What users of LINE do: what they say, whom they mention, which button they tap."""

from typing import Any

from simulator.chats import ChatMessage
from simulator.control_input import ControlError
from simulator.line.identities import BOT_USER_ID
from simulator.state import Simulator

BOT_NAME = "Kaiwa"
MENTION = f"@{BOT_NAME} "


def text_message(text: str, *, mention: bool = False, quote: str | None = None) -> dict[str, Any]:
    """A text as a user sends it; `quote` is the id of the message that it quotes."""
    message: dict[str, Any] = {"type": "text", "text": text}
    if mention:
        message |= _mentioning(text)
    if quote is not None:
        message["quotedMessageId"] = quote
    return message


def tapped(simulator: Simulator, chat: str, speaker: str, label: str) -> dict[str, Any]:
    """The partial event of a tap on a quick reply. What it displays is in the chat at once.

    Raises `ControlError` if there is no such button under the last bubble.
    """
    action = _choice(simulator, chat, label)
    if action["type"] == "message":
        return {"type": "message", "message": text_message(action["text"])}
    if action["type"] != "postback":
        raise ControlError(400, f"A choice of the type {action['type']} cannot be tapped here.")
    if text := action.get("displayText"):
        message_id, now = simulator.new_message_id(), simulator.clock()
        simulator.chats.add(
            chat, ChatMessage(message_id, text, at=now, by="webhook", speaker=speaker)
        )
    return {"type": "postback", "postback": {"data": action["data"]}}


def redelivery(event: dict[str, Any]) -> dict[str, Any]:
    """The completed event as LINE delivers it once more.

    https://developers.line.biz/en/docs/messaging-api/receiving-messages/#webhook-redelivery
    """
    return {**event, "deliveryContext": {"isRedelivery": True}}


def _mentioning(text: str) -> dict[str, Any]:
    """The text with the bot mentioned in front, as the app sends it.

    https://developers.line.biz/en/reference/messaging-api/#wh-text
    """
    mentionee = {
        "index": 0,
        "length": len(MENTION.strip()),
        "type": "user",
        "userId": BOT_USER_ID,
        "isSelf": True,
    }
    return {"text": MENTION + text, "mention": {"mentionees": [mentionee]}}


def _choice(simulator: Simulator, chat: str, label: str) -> dict[str, Any]:
    """The action of the button with this label. Buttons go as soon as there is a newer bubble."""
    messages = simulator.chats.messages(chat)
    shown = [dict(action) for action in messages[-1].quick_replies] if messages else []
    found = next((action for action in shown if action["label"] == label), None)
    if found is None:
        labels = ", ".join(action["label"] for action in shown) or "none"
        sentence = f"There is no choice {label} under the last bubble. There are: {labels}."
        raise ControlError(404, sentence, chat_id=chat)
    return found
