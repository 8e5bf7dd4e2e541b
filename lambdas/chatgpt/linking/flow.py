"""The use case: link a LINE chat in a browser, where ChatGPT may have no tool that links.

`begin` sends somebody who has a code to sign in, `ask` shows who and what are to be linked, and
`decide` does it or leaves it. What one step hands to the next, only the browser keeps.
"""

import secrets
from dataclasses import dataclass, field, replace

from chatgpt.conversation.link import Linking
from chatgpt.linking.own_sign_in import OwnSignIn
from kaiwa.link_code import is_code, letters_of, written
from kaiwa.sign_in import SignInRefusedError
from kaiwa.table.accounts import Accounts
from kaiwa.times import Clock

LINK, CANCEL = "link", "cancel"
"""The answers to the question."""
DENIED = "access_denied"
"""https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"""


class MalformedCodeError(Exception):
    """LINE has never shown such a code."""


class OtherBrowserError(Exception):
    """This browser has not begun it, or has done so too long ago."""


class SignInCancelledError(Exception):
    """The person did not want to sign in."""


class ForgedError(Exception):
    """What was sent is not from the page that this browser was shown."""


class NotConfirmedError(Exception):
    """The person has neither agreed nor declined."""


@dataclass(frozen=True)
class Begun:
    """What the browser keeps while somebody signs in."""

    state: str = field(repr=False)
    verifier: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True)
class Asked:
    """What the browser keeps while somebody decides. `replaces`: it was said that a link ends."""

    state: str = field(repr=False)
    csrf_token: str = field(repr=False)
    access_token: str = field(repr=False)
    code: str = field(repr=False)
    replaces: bool


type Kept = Begun | Asked


@dataclass(frozen=True)
class Returned:
    """With what Cognito sends the browser back: a code of its own, or an error."""

    state: str = field(repr=False)
    code: str = field(repr=False)
    error: str


@dataclass(frozen=True)
class Question:
    """What is to be linked: the chat, by its owner's name and the code shown there, and the
    sign-in, by its masked address. `replaces`: another link ends by it.
    """

    display_name: str | None
    code: str = field(repr=False)
    address: str
    replaces: bool


@dataclass(frozen=True)
class LinkInBrowser:
    """Links the chat with the sign-in, once the person who has both has seen and confirmed it."""

    accounts: Accounts
    sign_in: OwnSignIn
    linking: Linking
    clock: Clock

    def begin(self, typed: str) -> tuple[Begun, str]:
        """What to keep, and where to sign in. Raises `MalformedCodeError`."""
        if not is_code(typed):
            raise MalformedCodeError
        code = written(letters_of(typed))
        begun = Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(48), code)
        return begun, self.sign_in.url(begun.state, begun.verifier)

    def ask(self, kept: Kept | None, returned: Returned) -> tuple[Asked, Question]:
        """What to keep, and what to ask. Whoever loads the page again is asked again.

        Raises `OtherBrowserError`, `SignInCancelledError` and the errors of
        `OwnSignIn.access_token`, `OwnSignIn.account_of` and `Accounts.look_up`.
        """
        if kept is None or not is_same(kept.state, returned.state):
            raise OtherBrowserError
        asked = kept if isinstance(kept, Asked) else self._signed_in(kept, returned)
        account_id = self.sign_in.account_of(asked.access_token)
        address = self.sign_in.masked_address(asked.access_token)
        offer = self.accounts.look_up(asked.code, account_id, self.clock())
        question = Question(offer.display_name, asked.code, address, offer.replaces)
        return replace(asked, replaces=offer.replaces), question

    def decide(self, kept: Kept | None, csrf_token: str, answer: str) -> bool:
        """Whether the two are linked now: the person may have declined.

        Raises `OtherBrowserError`, `ForgedError`, `NotConfirmedError` and the errors of
        `OwnSignIn.account_of` and `Linking.link`.
        """
        if not isinstance(kept, Asked):
            raise OtherBrowserError
        if not is_same(kept.csrf_token, csrf_token):
            raise ForgedError
        if answer not in {LINK, CANCEL}:
            raise NotConfirmedError
        if answer == LINK:
            account_id = self.sign_in.account_of(kept.access_token)
            self.linking.link(account_id, kept.access_token, kept.code, replace=kept.replaces)
        return answer == LINK

    def _signed_in(self, begun: Begun, returned: Returned) -> Asked:
        if returned.error == DENIED:
            raise SignInCancelledError
        if returned.error or not returned.code:
            raise SignInRefusedError
        token = self.sign_in.access_token(returned.code, begun.verifier)
        csrf_token = secrets.token_urlsafe(32)
        return Asked(begun.state, csrf_token, token, begun.code, replaces=False)


def is_same(secret: str, given: str) -> bool:
    """Compare without telling by the time it takes how much of it is right."""
    texts = (text.encode(errors="surrogatepass") for text in (secret, given))
    return secrets.compare_digest(*texts)
