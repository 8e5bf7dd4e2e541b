"""What tests of links share: who is linked, and how."""

from kaiwa.table.accounts import Accounts, Link
from tests.builders import NOON, USER_ID

CODE = "ABCDE-FGHJK"
HANAKO, TARO = "sub-hanako", "sub-taro"
MASKED = "h•••o@e•••e.com"
LINK = Link(HANAKO, USER_ID, MASKED)


def redeem(
    accounts: Accounts, account: str = HANAKO, chat: str = USER_ID, *, replace: bool = False
) -> Link:
    """Link with a new code, as if there were no other tries."""
    code = f"{account} {chat}"
    accounts.offer(code, chat, NOON)
    return accounts.redeem(code, account, MASKED, NOON, replace=replace)
