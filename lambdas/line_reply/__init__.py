"""Handles one event of a chat: answers messages, obeys commands, keeps the past in order."""

import kaiwa  # noqa: F401 (before all else, for what it does to the start)
