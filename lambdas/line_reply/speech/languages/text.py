"""All that Kaiwa itself says to a user. A language is one `Texts`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The sentences of one language. `{…}` are filled in with `str.format`.

    No sentence has a default, so that mypy finds the one that a language lacks.
    """

    name: str
    """What the language calls itself."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What else users may type after the slash → the command, such as "ヘルプ" → "/help". One run
    of letters each, in small ones.
    """

    help: str
    help_in_group: str
    greeting: str
    """To somebody who has added the bot."""
    welcome_back: str
    """To somebody who has unblocked it."""
    introduction: str
    """To a group or room that it has joined."""

    digest_asked: str
    """A regular expression: what asks for a digest, all of it, in small letters and one width,
    without punctuation.
    """
    listening_begins: str
    """To the whole group, before anything is heard. With `{hours}`, as the next two."""
    listening_already: str
    listening_here: str
    """To whoever joins the group."""
    listening_stopped: str
    listening_is_off: str
    listening_not_offered: str
    """The operator does not allow it."""
    nothing_heard: str
    """There is nothing to sum up yet."""
    groups_only: str

    reset_done: str
    forget_confirm: str
    forgot: str
    forget_cancelled: str
    nothing_to_repeat: str
    """There is no answer that `/again` could send once more."""
    persona_none: str
    persona_shown: str
    """With `{persona}`, the user's own words."""
    persona_set: str
    persona_cleared: str
    persona_too_long: str
    """With `{limit}`, in characters."""
    language_choices: str
    """With `{languages}`, the codes that there are."""
    language_set: str
    language_unknown: str
    """With `{languages}`, the codes that there are."""
    one_to_one_only: str
    link_code: str
    """With `{code}`, which is good for ten minutes, and `{url}`, a page that it is good for."""
    not_linked: str
    unlinked: str
    """With `{address}`, masked."""
    unlinked_already: str
    """An attempt before this one may have undone a link; nobody knows whose."""

    moment: str
    """A time, with `{year}`, `{month}`, `{day}`, `{weekday}`, `{time}` and `{zone}`."""
    months: Sequence[str]
    weekdays: Sequence[str]
    """Beginning with Monday."""
    reminder_set: str
    """With `{when}` and `{words}`."""
    reminder_unclear: str
    reminder_past: str
    """With `{when}`, as the next one."""
    reminder_too_far: str
    reminders_full: str
    """With `{limit}`, as the next one."""
    reminders_too_many_at_once: str
    reminders_how_to_cancel: str
    """Follows what is set."""
    reminders_may_not_arrive: str
    """LINE's quota of pushes is nearly used."""
    reminders_none: str
    reminders_off: str
    """Nor can any be set here."""
    reminders_listed: str
    """With `{reminders}`, a number, a time and words each."""
    reminder_cancelled: str
    """With `{when}` and `{words}`."""
    reminder_gone: str
    """There is none of that number, or not any more."""
    word_cancel: str
    """What may be typed for `cancel`, in small letters."""

    no_answer: str
    """The model had nothing to say."""
    nothing_to_go_on_with: str
    """The answer that is to be gone on with is not there any more, or is whole."""
    draw_how: str
    """How pictures are drawn."""
    draw_off: str
    """There are none here."""
    still_answering: str
    still_drawing: str
    """Said while the user waits for a picture that is to come."""
    picture_refused: str
    """OpenAI's safety system does not let it be drawn."""
    no_pictures_left: str
    """The person has had today's pictures."""
    files_not_sent: str
    """Follows an answer for which a tool made files."""
    try_later: str
    """The model could not be asked."""
    refused: str
    """The message was not passed on to the model."""
    limit_reached: str
    not_allowed: str
    """With `{user_id}`, which the operator needs in order to let the user in."""
    not_allowed_in_group: str
    """Without an id: the others in the group are not to see it."""

    image_received: str
    images_received: str
    """With `{count}`, two or more."""
    file_received: str
    """With `{name}`, as the next three."""
    document_received: str
    """Only its words are read."""
    spreadsheet_received: str
    """Only its first rows are read."""
    long_text_received: str
    """With `{characters}` too: no more of it are read."""
    too_large: str
    """With `{megabytes}`, the most that is read."""
    unsupported_file: str
    """With `{name}`."""
    unsupported_image: str
    unreadable_attachment: str
    """What was sent can't be read, and nobody knows better why."""
    quote_gone: str
    """LINE has no more of what is quoted."""
    not_ready: str
    """LINE is still preparing what was sent."""
    audio_not_understood: str
    video: str
    external_content: str
    """Another app sent a picture or recording that LINE does not hold."""

    # Labels of quick replies: LINE takes at most 20 characters.
    # https://developers.line.biz/en/reference/messaging-api/#quick-reply
    label_help: str
    label_reset: str
    label_forget: str
    label_forget_yes: str
    label_cancel: str
    label_again: str
    label_draw: str
    label_go_on: str
    label_try_again: str
    label_persona: str
    label_language: str
    label_link: str
    label_unlink: str
    label_link_page: str

    label_reminders: str
    label_cancel_reminder: str
    """With `{number}`, of two digits at most."""

    label_copy: str
    """Below a block of code."""

    # What can be done with an attachment: the label, and what the user says by tapping it.
    label_describe: str
    say_describe: str
    label_translate: str
    say_translate: str
    label_read_text: str
    say_read_text: str
    label_summarise: str
    say_summarise: str

    def moment_of(self, time: datetime, zone: ZoneInfo) -> str:
        """The time as people in that zone say it."""
        local = time.astimezone(zone)
        return self.moment.format(
            year=local.year,
            month=self.months[local.month - 1],
            day=local.day,
            weekday=self.weekdays[local.weekday()],
            time=f"{local:%H:%M}",
            zone=zone.key,
        )
