"""English."""

from line_reply.speech.languages.text import Texts

TEXTS = Texts(
    name="English",
    help=(
        "Ask me anything, in your own words: questions, advice, translations, help with writing. "
        "I'm an AI.\n"
        "You can also send pictures, voice messages, stickers, locations and files "
        "(text, PDF, Word, Excel, PowerPoint).\n"
        "\n"
        "These words do something special:\n"
        "/help shows this\n"
        "/again sends my last answer once more\n"
        "/draw draws a picture of what you say\n"
        "/reset starts a new conversation\n"
        "/persona tells me how to behave\n"
        "/language changes the language\n"
        "/link connects this chat with ChatGPT\n"
        "/unlink disconnects it\n"
        "/reminders lists and cancels reminders\n"
        "/forget deletes all your data"
    ),
    help_in_group=(
        "Here I only answer when you mention me or reply to one of my messages.\n"
        "To ask about somebody's picture, voice message or file, reply to it and mention me.\n"
        "\n"
        "After the mention, you can send:\n"
        "/help shows this\n"
        "/again sends my last answer once more\n"
        "/draw draws a picture of what you say\n"
        "/reset starts a new conversation\n"
        "/language changes the language\n"
        "/listen on lets me listen in here, /listen off stops it\n"
        "/digest sums up what I have heard\n"
        "/reminders lists and cancels reminders"
    ),
    greeting=(
        "Thanks for adding me! I'm a chatbot with an AI behind it.\n"
        "Ask me anything: questions, advice, translations, help with writing. "
        "You can also send pictures, voice messages and files "
        "(text, PDF, Word, Excel, PowerPoint).\n"
        "\n"
        "For example:\n"
        "・What can I cook with eggs and tomatoes?\n"
        "・Put “I can't come tomorrow” into polite Japanese\n"
        "\n"
        "Send /help to see all I can do.\n"
        "What you send goes to OpenAI, so that I can answer, and is kept as our conversation. "
        "Send /forget to delete it at any time."
    ),
    welcome_back="Welcome back! Ask me anything.\nSend /help to see all I can do.",
    introduction=(
        "Hello! I'm a chatbot with an AI behind it.\n"
        "Mention me or reply to one of my messages, and I'll answer. "
        "Such messages go to OpenAI, so that I can answer, and are kept as our conversation.\n"
        "I don't react to any others, and I don't store them.\n"
        "Mention me with /help to see what I can do."
    ),
    digest_asked=(
        r"(please |can you |could you )*(sum (it |this |that |everything )?up|summari[sz]e|summary"
        r"|recap|digest|tl;?dr|catch me up|what did i miss|what have i missed)"
        r"( (it|this|that|all|everything|the|our|chat|talk|conversation|discussion|group"
        r"|so far|please))*"
    ),
    listening_begins=(
        "From now on I listen in here, as was asked for just now.\n"
        "・I keep the texts that you send each other, and who said them: the last 200, and none "
        "for longer than {hours} h. I keep no pictures, voice messages or files.\n"
        "・They are for one thing: mention me with “sum up” or /digest, and I tell what was said. "
        "Only then do they go to OpenAI. What I answer is kept like my other answers.\n"
        "・A text that you take back is deleted here too, and /forget in a one-to-one chat with me "
        "deletes yours.\n"
        "・To stop it, anybody can mention me with /listen off. Then all of them are deleted at "
        "once, and so they are when I leave."
    ),
    listening_already=(
        "I'm listening in here already: the last 200 texts, none for longer than {hours} h.\n"
        "Mention me with “sum up”, or with /listen off to stop it and delete them."
    ),
    listening_here=(
        "Welcome! Please note that I listen in here, so that I can sum up what was said: I keep "
        "the last 200 texts and who said them, none for longer than {hours} h.\n"
        "A text that you take back is deleted here too, and /forget in a one-to-one chat with me "
        "deletes yours. Anybody can stop it by mentioning me with /listen off."
    ),
    listening_stopped="I'm not listening in here. All that I had heard is deleted.",
    listening_is_off=(
        "I'm not listening in here, and keep nothing of what you say to each other.\n"
        "If all of you agree, mention me with /listen on. Then I can sum up what is said from then "
        "on."
    ),
    listening_not_offered="I don't listen in, and keep nothing of what you say to each other.",
    nothing_heard="I have heard nothing yet that I could sum up.",
    groups_only="That is for groups. Please mention me there with it.",
    reset_done=(
        "Let's start afresh. From now on I won't use what we said before.\n"
        "(It is still kept. To delete it, send /forget in a one-to-one chat with me.)"
    ),
    forget_confirm=(
        "I'm about to delete all of this. Are you sure?\n"
        "・the messages of this chat, my summary of them, and the pictures I drew\n"
        "・what you set with /persona\n"
        "・the link with ChatGPT\n"
        "・your reminders\n"
        "・what you said in groups to me, or to others where I listened in\n"
        "\n"
        "This can't be undone. What LINE shows on your screen stays there.\n"
        "If you see no buttons, send /forget yes to delete it all."
    ),
    forgot="Your data is deleted. Talk to me again, and we start from the beginning.",
    forget_cancelled="Nothing was deleted.",
    nothing_to_repeat="There is no answer that I could send again.",
    persona_none=(
        "You can tell me how to behave: send /persona and what you would like.\n"
        "\n"
        "For example: /persona Keep it short and explain things as to a child"
    ),
    persona_shown=(
        "This is what you told me:\n"
        "\n"
        "{persona}\n"
        "\n"
        "To change it, send /persona and the new text. To remove it, send /persona clear."
    ),
    persona_set="Done. It holds from my next answer on. To remove it, send /persona clear.",
    persona_cleared="Done. I'm back to normal.",
    persona_too_long="That is too long for me. Please use {limit} characters at most.",
    language_choices=(
        "Which language shall I use?\n"
        "If you see no buttons, send /language and one of these: {languages}"
    ),
    language_set="From now on I'll use English.",
    language_unknown=(
        "I don't know that language yet. Please send /language and one of these: {languages}"
    ),
    one_to_one_only="Please send this to me in a one-to-one chat.",
    link_code=(
        "Give this code to ChatGPT within 10 minutes. It works once.\n"
        "{code}\n"
        "Or link this chat on this page:\n"
        "{url}\n"
        "Either lets your ChatGPT read this chat and send to it.\n"
        "Send /unlink to undo it."
    ),
    not_linked="This chat is not linked with ChatGPT. Send /link to link it.",
    unlinked="This chat is no longer linked with {address}.",
    unlinked_already="There is no link between this chat and ChatGPT any more.",
    moment="{weekday}, {day} {month} {year}, {time} ({zone})",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    reminder_set="I'll remind you on {when}: “{words}”.",
    reminder_unclear=(
        "I could not make out when to remind you, or of what. "
        "Please send it again with a date, a time and what it is about."
    ),
    reminder_past="I can't remind you on {when}: that is over.",
    reminder_too_far="I can't remind you on {when}: please choose a time within a year.",
    reminders_full=(
        "There can be {limit} reminders at most. Cancel some with /reminders, and send it again."
    ),
    reminders_too_many_at_once=(
        "I can set {limit} reminders at a time. Please send me the others again."
    ),
    reminders_how_to_cancel="Send /reminders to see or cancel them.",
    reminders_may_not_arrive=(
        "(Few of this month's notifications are left, so the reminder may not arrive.)"
    ),
    reminders_none=(
        "There are no reminders. To set one, say “Remind me of the meeting at 9 tomorrow”."
    ),
    reminders_off="Sorry, I can't remind you of anything here.",
    reminders_listed=(
        "These are the reminders.\n"
        "\n"
        "{reminders}\n"
        "\n"
        "To cancel one, tap its button, or send /reminders cancel and its number."
    ),
    reminder_cancelled="I have cancelled the reminder of {when}: “{words}”.",
    reminder_gone="There is no such reminder. It was cancelled before, or it has been sent.",
    word_cancel="cancel",
    no_answer="I could not find an answer. Please put it another way and send it again.",
    nothing_to_go_on_with="There is nothing here that I could go on with.",
    draw_how=(
        "Send /draw and what you would like to see.\n"
        "\n"
        "For example: /draw A cat that reads a newspaper in the rain\n"
        "\n"
        "To change a picture, reply to it with /draw and what shall be different."
    ),
    draw_off="Sorry, I can't draw pictures here.",
    still_answering="This takes a while. My answer will be here in a moment.",
    still_drawing="I'm still drawing. Your picture will be here in a moment.",
    picture_refused="Sorry, I can't draw this. I'm glad to draw something else.",
    no_pictures_left=(
        "That's as many pictures as I can draw for you today. Please come back tomorrow."
    ),
    files_not_sent="(I can't send the files that I made for this.)",
    try_later="Sorry, I can't answer right now. Please send it again in a little while.",
    refused="Sorry, I can't help with this. I'm glad to help with something else.",
    limit_reached=(
        "That's as much as I can answer today. Thanks for talking with me! "
        "Please come back tomorrow."
    ),
    not_allowed=(
        "Sorry, this bot is only for people who have been registered.\n"
        "If you would like to use it, give this ID to its operator:\n"
        "{user_id}"
    ),
    not_allowed_in_group=(
        "Sorry, this bot answers registered people only. Write to me one-to-one to see your ID."
    ),
    image_received="I got your picture. What shall I do with it?",
    images_received="I got your {count} pictures. What shall I do with them?",
    file_received="I got “{name}”. What shall I do with it?",
    document_received=(
        "I got “{name}”. I read its words, but not the pictures and charts in it: "
        "for those, please send it as a PDF. What shall I do with it?"
    ),
    spreadsheet_received=(
        "I got “{name}”. I read the first 1,000 rows of each sheet, "
        "but no pictures and charts. What shall I do with it?"
    ),
    long_text_received=(
        "I got “{name}”. It is long: I read its first {characters} characters at most. "
        "What shall I do with it?"
    ),
    too_large="That is too large for me. Please send something of at most {megabytes} MB.",
    unsupported_file=(
        "Sorry, I can't read “{name}”. I can read text, PDF, Word, Excel and PowerPoint files "
        "without a password."
    ),
    unsupported_image="Sorry, I can't see this kind of picture. Please send a JPEG or PNG.",
    unreadable_attachment=(
        "I could not read what you sent. Please send it again, or send it in another format."
    ),
    quote_gone="What you quoted is not there any more. Please send it again, and ask about that.",
    not_ready="LINE is still preparing what you sent. Please send it again in a moment.",
    audio_not_understood=(
        "I could not make out what you said. Please record it again, or write it to me."
    ),
    video="Sorry, I can't watch videos yet. Please send a picture of it, or describe it to me.",
    external_content=(
        "I can't read what another app has sent. Please send it to me directly from LINE."
    ),
    label_help="What can you do?",
    label_reset="New conversation",
    label_forget="Delete my data",
    label_forget_yes="Delete everything",
    label_cancel="Cancel",
    label_again="Send it again",
    label_draw="Draw a picture",
    label_go_on="Go on",
    label_try_again="Try again",
    label_persona="How to behave",
    label_language="Change language",
    label_link="Link with ChatGPT",
    label_unlink="Unlink ChatGPT",
    label_link_page="Open the page",
    label_reminders="Reminders",
    label_cancel_reminder="Cancel no. {number}",
    label_copy="Copy",
    label_describe="Describe it",
    say_describe="Please describe this",
    label_translate="Translate it",
    say_translate="Please translate this into English, or into Japanese if it is English",
    label_read_text="Read the text",
    say_read_text="Please write out the text in this, word for word",
    label_summarise="Summarise it",
    say_summarise="Please summarise this",
)
