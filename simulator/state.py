"""What the stand-ins know and remember while they run."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from simulator.calls import Calls
from simulator.chats import Chats
from simulator.faults import Faults
from simulator.line.content import Contents
from simulator.line.posted import PostedWebhooks
from simulator.line.rich_menus import RichMenus
from simulator.line.rules import ReplyTokens, RetryKeys
from simulator.line.tokens import MessageTokens
from simulator.line.users import Users
from simulator.openai.cache import PromptCache
from simulator.openai.vector_stores import VectorStores
from simulator.peers import Address
from simulator.web.browsers import Browsers


def no_server(_: Address) -> None:
    raise RuntimeError("Only the real server can hang up: run python -m simulator.server.")


DEFAULT_CHANNEL = "default"


@dataclass
class Simulator:
    """One channel of LINE and one account of OpenAI. `channels` has all there are, by name: they
    share what is recorded, and what goes wrong, but neither people nor chats nor tokens.

    `clock` gives seconds since the epoch; tests give one of their own. `hang_up` closes the
    connection of a client without an answer, `is_ending` tells whether the server is about to end;
    the server provides both. `http` posts the webhooks;
    it lives as long as the application. `stack` is where the description of the deployment is to
    be found as soon as there is one.
    """

    channel_access_token: str
    channel_secret: str
    openai_api_key: str
    clock: Callable[[], float] = time.time
    webhook_endpoint: str | None = None
    stack: Path | None = None
    hang_up: Callable[[Address], None] = no_server
    is_ending: Callable[[], bool] = lambda: False
    http: httpx.AsyncClient | None = None
    calls: Calls = field(default_factory=Calls)
    faults: Faults = field(default_factory=Faults)
    chats: Chats = field(default_factory=Chats)
    reply_tokens: ReplyTokens = field(default_factory=ReplyTokens)
    retry_keys: RetryKeys = field(default_factory=RetryKeys)
    rich_menus: RichMenus = field(default_factory=RichMenus)
    quote_tokens: MessageTokens = field(default_factory=MessageTokens)
    read_tokens: MessageTokens = field(default_factory=MessageTokens)
    users: Users = field(default_factory=Users)
    contents: Contents = field(default_factory=Contents)
    pictures: Contents = field(default_factory=Contents)
    posted: PostedWebhooks = field(default_factory=PostedWebhooks)
    prompt_cache: PromptCache = field(default_factory=PromptCache)
    vector_stores: VectorStores = field(default_factory=VectorStores)
    armed: set[str] = field(default_factory=set)
    browsers: Browsers = field(default_factory=Browsers)
    channel: str = DEFAULT_CHANNEL
    channels: dict[str, "Simulator"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.channels[self.channel] = self
        # From the time, so that a restarted simulator does not repeat the ids of a table it finds.
        self._message_ids = itertools.count(int(self.clock() * 100_000_000))

    def open_channel(self, name: str, access_token: str, secret: str) -> "Simulator":
        """Another channel. Its users may have the ids that they have here, as with one provider."""
        other = replace(
            self,
            channel=name,
            channel_access_token=access_token,
            channel_secret=secret,
            webhook_endpoint=None,
            chats=Chats(),
            reply_tokens=ReplyTokens(),
            retry_keys=RetryKeys(),
            rich_menus=RichMenus(),
            quote_tokens=MessageTokens(),
            read_tokens=MessageTokens(),
            users=Users(),
            posted=PostedWebhooks(),
        )
        other._message_ids = self._message_ids
        return other

    def new_message_id(self) -> str:
        """Message ids are numbers in strings, of 18 digits at present."""
        return str(next(self._message_ids))

    def reset(self) -> None:
        """Forget all but the credentials, the webhooks' addresses, and who has signed in."""
        for channel in self.channels.values():
            channel._forget()

    def _forget(self) -> None:
        for memory in (
            self.calls,
            self.faults,
            self.chats,
            self.reply_tokens,
            self.retry_keys,
            self.rich_menus,
            self.quote_tokens,
            self.read_tokens,
            self.users,
            self.contents,
            self.pictures,
            self.posted,
            self.prompt_cache,
            self.vector_stores,
            self.armed,
        ):
            memory.clear()
