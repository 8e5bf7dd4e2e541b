"""What Kaiwa says in a LINE chat about what was done in ChatGPT, in Japanese and in English."""

LINKED = (
    "{address} のChatGPTと連携しました。このトークの閲覧と送信ができます。\n"
    "心当たりがないときは /unlink と送ってください。\n"
    "(This chat is now linked with the ChatGPT of {address}, which can read it and send to it. "
    "Send /unlink to undo it.)"
)
UNLINKED = (
    "{address} のChatGPTとの連携が解除されました。\n"
    "(This chat is no longer linked with the ChatGPT of {address}.)"
)
