"""English."""

from chatgpt.linking.words.text import Words

WORDS = Words(
    language="en",
    begin="Link your LINE chat with ChatGPT",
    what_follows=(
        "You sign in on the next page. Then you see which chat and which sign-in are to be linked. "
        "Nothing is linked before you agree to that."
    ),
    code="Code",
    code_hint="The bot shows it on LINE when you send it /link.",
    malformed_code="This is not a code. A code has ten letters and digits, in two groups of five.",
    sign_in="Sign in",
    ask="Link these two?",
    chat="LINE chat",
    chat_by_code="The chat that shows a code ending in {ending}",
    address="Sign-in",
    compare=(
        "Only go on if your own LINE chat with the bot shows this very code, and the sign-in is "
        "yours. Never link a code that somebody else has given to you."
    ),
    other_sign_in=(
        "Somebody else's sign-in? Cancel, and open the address in a private window of the browser."
    ),
    allows="ChatGPT, and any other app in which you sign in with this address, can then:",
    allows_reading="read, search and export what you and the bot said in this chat",
    allows_sending="send messages into this chat, if you allow it there",
    undo="To undo it, send /unlink to the bot on LINE.",
    replaces=(
        "There is another link already, of this sign-in or of this chat. It ends: whoever had "
        "access by it has none any more."
    ),
    link="Link",
    cancel="Cancel",
    linked="Your chat is linked",
    linked_next="The bot says so on LINE, too. You can close this page and go back to ChatGPT.",
    cancelled="Nothing was linked",
    cancelled_next="You can close this page. To link later, send /link to the bot on LINE.",
    refused="This did not work",
    wrong_code=(
        "This code does not work: it was used, is older than ten minutes or was mistyped. If the "
        "bot says on LINE that your chat is linked, all is well. Otherwise send it /link and open "
        "the new address."
    ),
    other_browser=(
        "This was begun in another browser, or more than ten minutes ago. Send /link to the bot on "
        "LINE and open the new address."
    ),
    sign_in_cancelled=(
        "You did not sign in, so nothing was linked. To try again, open the address that the bot "
        "sent you on LINE."
    ),
    sign_in_refused=(
        "Signing in did not work, or has ended since. To try again, open the address that the bot "
        "sent you on LINE."
    ),
    forged=(
        "What was sent does not come from the page that you were shown, so nothing was linked. "
        "Open the address that the bot sent you on LINE."
    ),
    not_confirmed=(
        "You neither agreed nor cancelled, so nothing was linked. Go back and choose one of them."
    ),
    too_many=(
        "Too many wrong codes were tried with this sign-in. Wait for an hour, then send /link to "
        "the bot on LINE and open the new address."
    ),
    already_linked=(
        "Something else was linked meanwhile, so nothing was changed. Open the address that the "
        "bot sent you on LINE once more, to see what would be replaced."
    ),
    busy="Something else changed at the same moment. Load this page again.",
    unavailable="The sign-in service does not answer. Wait a minute and load this page again.",
    unexpected=(
        "Something went wrong here. Wait a minute and load this page again. If it still fails, "
        "send /link to the bot on LINE and open the new address."
    ),
)
