"""What Kaiwa itself says to a user, in Japanese and in English."""

NO_ANSWER = (
    "うまくお答えできませんでした。言い方を変えて、もう一度お送りください。\n"
    "(I could not find an answer. Please put it another way and send it again.)"
)
TRY_LATER = (
    "申し訳ありません。今はお答えできません。しばらくしてから、もう一度お送りください。\n"
    "(Sorry, I can't answer right now. Please send it again in a little while.)"
)
ONE_TO_ONE_ONLY = (
    "この操作は、Kaiwaとの一対一のトークでお送りください。\n"
    "(Please send this to me in a one-to-one chat.)"
)
LINK_CODE = (
    "ChatGPTに次のコードを伝えてください。10分間、一度だけ使えます。\n"
    "{code}\n"
    "ChatGPTからこのトークを読み、送信できるようになります。\n"
    "解除するには /unlink と送ってください。\n"
    "(Give this code to ChatGPT within 10 minutes. It works once and lets your ChatGPT read this "
    "chat and send to it. Send /unlink to undo it.)"
)
NOT_LINKED = (
    "このトークはChatGPTと連携していません。連携するには /link と送ってください。\n"
    "(This chat is not linked with ChatGPT. Send /link to link it.)"
)
UNLINKED = "{address} との連携を解除しました。\n(This chat is no longer linked with {address}.)"
