"""Japanese."""

from line_reply.speech.languages.text import Texts

TEXTS = Texts(
    name="日本語",
    aliases={
        "ヘルプ": "/help",
        "使い方": "/help",
        "できること": "/help",
        "リセット": "/reset",
        "新しい話": "/reset",
        "忘れて": "/forget",
        "削除": "/forget",
        "もう一度": "/again",
        "もういちど": "/again",
        "話し方": "/persona",
        "言語": "/language",
        "連携": "/link",
        "連携解除": "/unlink",
        "解除": "/unlink",
        "リマインダー": "/reminders",
        "リマインド": "/reminders",
    },
    help=(
        "質問、相談、翻訳、文章づくりなど、ふだんの言葉で話しかけてください。AIがお答えします。\n"
        "写真、音声、スタンプ、位置情報、"
        "ファイル（テキスト、PDF、Word、Excel、PowerPoint）も送れます。\n"
        "\n"
        "次の言葉を送ると、設定や操作ができます。\n"
        "/help この案内を見る\n"
        "/again 前の返事をもう一度受け取る\n"
        "/reset 新しい話を始める\n"
        "/persona 話し方や役割を決める\n"
        "/language 言語を変える\n"
        "/link ChatGPTと連携する\n"
        "/unlink 連携を解除する\n"
        "/reminders リマインダーを見る、取り消す\n"
        "/forget データをすべて削除する"
    ),
    help_in_group=(
        "ここでは、メンションされたときと、私のメッセージへのリプライにだけお答えします。\n"
        "ほかの人の画像・音声・ファイルについては、それにリプライして私をメンションしてください。\n"
        "\n"
        "メンションに続けて送ると、次の操作ができます。\n"
        "/help この案内を見る\n"
        "/again 前の返事をもう一度送る\n"
        "/reset 新しい話を始める\n"
        "/language 言語を変える\n"
        "/reminders リマインダーを見る、取り消す"
    ),
    greeting=(
        "友だち追加ありがとうございます。AIがお答えするチャットボットです。\n"
        "質問、相談、翻訳、文章づくりなど、何でも話しかけてください。"
        "写真、音声、ファイル（テキスト、PDF、Word、Excel、PowerPoint）も送れます。\n"
        "\n"
        "たとえば、こんなふうに。\n"
        "・卵とトマトで何が作れる？\n"
        "・「明日は欠席します」を丁寧な英語にして\n"
        "\n"
        "できることは /help と送ると見られます。\n"
        "送っていただいた内容は、お答えするためにOpenAIへ送信し、会話の履歴として保存します。\n"
        "/forget と送れば、いつでも削除できます。"
    ),
    welcome_back=(
        "おかえりなさい。また何でも話しかけてください。\nできることは /help と送ると見られます。"
    ),
    introduction=(
        "はじめまして。AIがお答えするチャットボットです。\n"
        "私をメンションするか、私のメッセージにリプライしてください。"
        "お答えするために、その内容をOpenAIへ送信し、履歴として保存します。\n"
        "それ以外のメッセージには反応せず、保存もしません。\n"
        "メンションに続けて /help と送ると、できることが見られます。"
    ),
    reset_done=(
        "ここから新しい話を始めましょう。これまでの内容は、今後のお答えには使いません。\n"
        "（履歴は残っています。削除するには /forget を一対一のトークで送ってください。）"
    ),
    forget_confirm=(
        "次のデータをすべて削除します。よろしいですか？\n"
        "・このトークのメッセージと、その要約\n"
        "・/persona で決めた設定\n"
        "・ChatGPTとの連携\n"
        "・リマインダー\n"
        "・グループであなたが私に送ったメッセージ\n"
        "\n"
        "削除すると元に戻せません。LINEの画面に表示されているメッセージは残ります。\n"
        "ボタンが見えないときは /forget yes と送ると削除します。"
    ),
    forgot="データを削除しました。また話しかけてくだされば、最初から始めます。",
    forget_cancelled="削除をやめました。データはそのまま残っています。",
    nothing_to_repeat="もう一度お送りできる返事がありません。",
    persona_none=(
        "話し方や役割を決められます。/persona に続けて書いてください。\n"
        "\n"
        "例：/persona 関西弁で、短く答えて"
    ),
    persona_shown=(
        "今の設定です。\n"
        "\n"
        "{persona}\n"
        "\n"
        "変えるには /persona に続けて新しい内容を、消すには /persona clear と送ってください。"
    ),
    persona_set="設定しました。次のお答えから使います。消すには /persona clear と送ってください。",
    persona_cleared="設定を消しました。",
    persona_too_long="長すぎるため、設定できませんでした。{limit}文字までにしてください。",
    language_choices=(
        "私が使う言語を選んでください。\n"
        "ボタンが見えないときは、/language に続けて次のどれかを送ってください：{languages}"
    ),
    language_set="これからは日本語でご案内します。",
    language_unknown=(
        "その言語にはまだ対応していません。\n"
        "/language に続けて、次のどれかを送ってください：{languages}"
    ),
    one_to_one_only="この操作は、私との一対一のトークでお送りください。",
    link_code=(
        "ChatGPTに次のコードを伝えてください。10分間、一度だけ使えます。\n"
        "{code}\n"
        "次のページからも連携できます。\n"
        "{url}\n"
        "どちらでも、ChatGPTからこのトークを読み、送信できるようになります。\n"
        "解除するには /unlink と送ってください。"
    ),
    not_linked="このトークはChatGPTと連携していません。連携するには /link と送ってください。",
    unlinked="{address} との連携を解除しました。",
    unlinked_already="このトークとChatGPTの連携は、解除されています。",
    moment="{year}年{month}月{day}日（{weekday}）{time}（{zone}）",
    months=tuple(map(str, range(1, 13))),
    weekdays=tuple("月火水木金土日"),
    reminder_set="{when}に「{words}」とお知らせします。",
    reminder_unclear=(
        "いつ、何をお知らせすればよいか、わかりませんでした。日時と内容を書いて、もう一度お送りください。"
    ),
    reminder_past="{when}は過ぎているため、お知らせできません。",
    reminder_too_far="{when}は先すぎるため、お知らせできません。1年以内の日時にしてください。",
    reminders_full=(
        "リマインダーは{limit}件までです。/reminders で要らないものを取り消してから、"
        "もう一度お送りください。"
    ),
    reminders_too_many_at_once="一度に設定できるのは{limit}件までです。残りは、もう一度お送りください。",
    reminders_how_to_cancel="確認や取り消しは /reminders と送ってください。",
    reminders_may_not_arrive=(
        "（今月送れる通知の残りが少ないため、お知らせが届かないことがあります。）"
    ),
    reminders_none="リマインダーはありません。「明日9時に会議と教えて」のように話しかけると設定できます。",
    reminders_listed=(
        "リマインダーの一覧です。\n"
        "\n"
        "{reminders}\n"
        "\n"
        "取り消すには、ボタンを押すか、/reminders cancel に続けて番号を送ってください。"
    ),
    reminder_cancelled="{when}の「{words}」を取り消しました。",
    reminder_gone="そのリマインダーはありません。すでに取り消されたか、お知らせしたものです。",
    word_cancel="取り消し",
    no_answer="うまくお答えできませんでした。言い方を変えて、もう一度お送りください。",
    nothing_to_go_on_with="続きを書けるお返事がありません。",
    files_not_sent="（このために作ったファイルは、お送りできません。）",
    try_later=(
        "申し訳ありません。今はお答えできません。しばらくしてから、もう一度お送りください。"
    ),
    refused="申し訳ありません。この内容にはお答えできません。別のことでしたら、お手伝いします。",
    limit_reached=(
        "今日お答えできる量の上限になりました。たくさん話しかけてくださり、ありがとうございます。"
        "続きは、また明日お願いします。"
    ),
    not_allowed=(
        "申し訳ありません。このボットは、登録された方だけがお使いいただけます。\n"
        "使いたい場合は、次のIDを管理者にお伝えください。\n"
        "{user_id}"
    ),
    not_allowed_in_group=(
        "申し訳ありません。このボットは、登録された方だけにお答えしています。"
        "ご自分のIDは、私との一対一のトークで何か送ると見られます。"
    ),
    image_received="画像を受け取りました。どうしましょうか？",
    images_received="画像を{count}枚受け取りました。どうしましょうか？",
    file_received="「{name}」を受け取りました。どうしましょうか？",
    document_received=(
        "「{name}」を受け取りました。文章は読めますが、中の画像やグラフは見られません"
        "（必要ならPDFでお送りください）。どうしましょうか？"
    ),
    spreadsheet_received=(
        "「{name}」を受け取りました。各シートの先頭から1,000行までを読みます。"
        "画像やグラフは見られません。どうしましょうか？"
    ),
    long_text_received=(
        "「{name}」を受け取りました。長いファイルは、先頭から{characters}文字までを読みます。"
        "どうしましょうか？"
    ),
    too_large="大きすぎて読み込めませんでした。{megabytes}MBまでのものをお送りください。",
    unsupported_file=(
        "申し訳ありません。「{name}」は読めません。"
        "テキスト、PDF、Word、Excel、PowerPointのファイルを、パスワードなしでお送りください。"
    ),
    unsupported_image=(
        "申し訳ありません。この形式の画像は見られません。JPEGかPNGでお送りください。"
    ),
    unreadable_attachment=(
        "送られたものを読み込めませんでした。もう一度送るか、別の形式でお送りください。"
    ),
    quote_gone="リプライ先の内容は、もう読み込めません。もう一度送ってから、おたずねください。",
    not_ready="LINEがまだ準備中のため、読み込めませんでした。少し待ってから、もう一度お送りください。",
    audio_not_understood=("音声を聞き取れませんでした。もう一度録音するか、文字でお送りください。"),
    video=(
        "申し訳ありません。動画はまだ見られません。場面の画像を送るか、内容を言葉で教えてください。"
    ),
    external_content=(
        "ほかのアプリから送られたものは読み込めませんでした。LINEのトークから直接お送りください。"
    ),
    label_help="できること",
    label_reset="新しい話を始める",
    label_forget="データを削除",
    label_forget_yes="すべて削除する",
    label_cancel="やめる",
    label_again="もう一度送る",
    label_go_on="続きを書く",
    label_try_again="もう一度",
    label_persona="話し方を決める",
    label_language="言語を変える",
    label_link="ChatGPTと連携",
    label_unlink="ChatGPTの連携解除",
    label_link_page="連携ページを開く",
    label_reminders="リマインダー",
    label_cancel_reminder="{number}を取り消す",
    label_copy="コピー",
    label_describe="説明して",
    say_describe="これを説明して",
    label_translate="翻訳して",
    say_translate="これを翻訳して。日本語なら英語に、ほかの言語なら日本語に",
    label_read_text="文字を読み取って",
    say_read_text="書いてある文字をそのまま書き出して",
    label_summarise="要約して",
    say_summarise="これを要約して",
)
