"""/link and /unlink: let a sign-in from ChatGPT reach the chat, and end that."""

from dataclasses import dataclass

from kaiwa.exports import Exports
from kaiwa.line.choices import Choice
from kaiwa.line.client import Line
from kaiwa.link_code import new_code
from kaiwa.table.accounts import Accounts
from kaiwa.times import Clock
from line_reply.commands.request import Request, Said

OWN_BROWSER = "openExternalBrowser=1"
"""Has LINE open an address in the phone's own browser, where people may be signed in already; some
do not let anybody sign in inside of an app.
https://developers.line.biz/en/docs/line-login/using-line-url-scheme/
"""


@dataclass(frozen=True)
class OfferCode:
    """Shows a code that links the chat with the sign-in that it is told. Only a hash is kept.

    The page at `page_url` does it too. It gets the code as the address's fragment, which browsers
    keep to themselves: so it is in no log and no referrer.
    """

    accounts: Accounts
    line: Line
    page_url: str
    clock: Clock

    def __call__(self, request: Request) -> Said:
        code, texts = new_code(), request.texts
        name = self.line.display_name(request.chat_id)
        self.accounts.offer(code, request.chat_id, self.clock(), name)
        url = f"{self.page_url}?{OWN_BROWSER}#{code}"
        words = texts.link_code.format(code=code, url=url)
        return Said([words], [Choice(texts.label_link_page, opens=url)])


@dataclass(frozen=True)
class Unlink:
    """Undoes the chat's link, with the files that were made through it.

    Raises what another attempt may mend: `kaiwa.table.accounts.ChangedMeanwhileError`,
    `kaiwa.table.transactions.TableBusyError`, `kaiwa.exports.NotDeletedError`.
    """

    accounts: Accounts
    exports: Exports

    def __call__(self, request: Request) -> Said:
        texts, link = request.texts, self.accounts.link_to(request.chat_id)
        if link is not None:
            self.accounts.unlink(link)
        # Also without a link: an earlier attempt may have undone it and come no further. An export
        # that is under way finds out by itself: it looks for the link once it is written.
        self.exports.delete_all(request.chat_id)
        if link is not None:
            return Said([texts.unlinked.format(address=link.address)])
        return Said([texts.unlinked_already if request.anew else texts.not_linked])
