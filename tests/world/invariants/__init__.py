"""What must always hold, whatever the schedule. Each function yields what does not."""

from collections.abc import Callable, Iterable, Iterator

from tests.world.invariants.causes import nothing_ends_without_a_cause
from tests.world.invariants.counting import counters_equal_what_happened, limits_hold
from tests.world.invariants.ends import (
    chatgpt_is_told_what_happened,
    every_event_that_got_200_ends,
    metrics_equal_what_happened,
    no_handler_fails,
    the_bot_is_welcome_as_line_says,
    what_is_delivered_is_shown,
)
from tests.world.invariants.links import (
    a_code_links_once,
    a_forgotten_chat_is_linked_no_more,
    a_link_joins_one_sign_in_and_one_chat,
    no_export_outlives_its_link,
    what_comes_from_chatgpt_is_linked,
    whose_chat_is_linked_is_told,
)
from tests.world.invariants.pictures import no_picture_outlives_its_question
from tests.world.invariants.privacy import (
    nobody_gets_anothers_words,
    silence_stays_silence,
    what_is_heard_no_more_is_deleted,
)
from tests.world.invariants.shown import answers_keep_the_order, no_answer_is_shown_twice
from tests.world.invariants.staying import what_nobody_takes_back_stays
from tests.world.invariants.stored import nothing_unnamed_is_stored
from tests.world.invariants.taken_back import (
    what_has_expired_is_gone,
    what_is_left_behind_is_in_no_later_prompt,
    what_is_taken_back_is_gone,
)
from tests.world.stage import Stage

type Invariant = Callable[[Stage], Iterator[str]]

INVARIANTS: tuple[Invariant, ...] = (
    no_handler_fails,
    every_event_that_got_200_ends,
    nothing_ends_without_a_cause,
    what_is_delivered_is_shown,
    chatgpt_is_told_what_happened,
    no_answer_is_shown_twice,
    answers_keep_the_order,
    what_is_taken_back_is_gone,
    what_is_left_behind_is_in_no_later_prompt,
    what_has_expired_is_gone,
    no_picture_outlives_its_question,
    a_link_joins_one_sign_in_and_one_chat,
    nobody_gets_anothers_words,
    counters_equal_what_happened,
    limits_hold,
    metrics_equal_what_happened,
    silence_stays_silence,
    what_is_heard_no_more_is_deleted,
    nothing_unnamed_is_stored,
    what_nobody_takes_back_stays,
    a_code_links_once,
    what_comes_from_chatgpt_is_linked,
    a_forgotten_chat_is_linked_no_more,
    whose_chat_is_linked_is_told,
    no_export_outlives_its_link,
    the_bot_is_welcome_as_line_says,
)
AT_EACH_STEP: tuple[Invariant, ...] = (a_link_joins_one_sign_in_and_one_chat,)


def broken(stage: Stage, invariants: Iterable[Invariant] = INVARIANTS) -> list[str]:
    """What does not hold: the invariant's name, and how."""
    return [f"{each.__name__}: {problem}" for each in invariants for problem in each(stage)]
