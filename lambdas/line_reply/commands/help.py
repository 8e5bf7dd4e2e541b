"""/help: say what the bot can do."""

from line_reply.commands.orders import choices
from line_reply.commands.request import Request, Said


def help_(request: Request) -> Said:
    """What the bot can do here, with buttons for what users want most."""
    texts = request.texts
    words = texts.help if request.one_to_one else texts.help_in_group
    return Said([words], choices(texts, request.one_to_one))
