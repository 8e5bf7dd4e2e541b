"""The collaborators that the environment names, each made when a route first needs it."""

import os
from datetime import UTC, datetime
from functools import cache

from chatgpt.settings import Settings
from kaiwa.exports import Exports
from kaiwa.queue import EventQueue
from kaiwa.sign_in import SignIn
from kaiwa.table.accounts import Accounts
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations


@cache
def settings() -> Settings:
    return Settings.from_environment(os.environ)


@cache
def accounts() -> Accounts:
    return Accounts(settings().table_name)


@cache
def operations() -> Operations:
    return Operations(settings().table_name)


@cache
def messages() -> MessageTable:
    return MessageTable(settings().table_name, settings().retention, settings().timezone)


@cache
def queue() -> EventQueue:
    return EventQueue(settings().queue_url)


@cache
def exports() -> Exports:
    return Exports(settings().export_bucket)


@cache
def sign_in() -> SignIn:
    return SignIn(settings().sign_in_url)


def now() -> datetime:
    return datetime.now(UTC)
