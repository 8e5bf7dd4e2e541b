"""What Kaiwa itself says to a user, in Japanese and in English."""

NO_ANSWER = (
    "うまくお答えできませんでした。言い方を変えて、もう一度お送りください。\n"
    "(I could not find an answer. Please put it another way and send it again.)"
)
TRY_LATER = (
    "申し訳ありません。今はお答えできません。しばらくしてから、もう一度お送りください。\n"
    "(Sorry, I can't answer right now. Please send it again in a little while.)"
)
