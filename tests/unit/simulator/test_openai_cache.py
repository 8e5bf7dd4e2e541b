"""What the stand-in of OpenAI still knows of a prompt."""

from simulator.openai.cache import LEAST_TOKENS, LIFE_SECONDS
from tests.unit.simulator.harness import Json, Stand, ask

LONG = "x" * LEAST_TOKENS


def said(*words: str) -> list[Json]:
    return [{"role": "user", "content": each} for each in words]


def usage(stand: Stand, *words: str, **body: object) -> tuple[int, int, int]:
    """Tokens of the input, known ones, and those that are known from now on."""
    _, answer = ask(stand, input=said(*words), **body)
    details = answer["usage"]["input_tokens_details"]
    return answer["usage"]["input_tokens"], details["cached_tokens"], details["cache_write_tokens"]


def test_the_beginning_of_a_prompt_is_known_as_far_as_an_earlier_one_went(stand: Stand) -> None:
    length = len(LONG)
    assert [usage(stand, *words) for words in ([LONG], [LONG, "a"], [LONG, "a", "b"], [LONG])] == [
        (length, 0, length),
        (length + 1, length, 1),
        (length + 2, length + 1, 1),
        (length, length, 0),
    ]


def test_short_prompts_are_not_kept(stand: Stand) -> None:
    short = LONG[1:]
    assert [usage(stand, *words)[1:] for words in ([short], [short], [short, "a"])] == [
        (0, 0),
        (0, 0),
        (0, LEAST_TOKENS),
    ]


def test_whatever_comes_before_must_be_the_same(stand: Stand) -> None:
    usage(stand, LONG, instructions="Be kind.", prompt_cache_key="a")
    same = {"instructions": "Be kind.", "prompt_cache_key": "a"}
    others = ({"instructions": "Be brief."}, {"prompt_cache_key": "b"}, {"model": "gpt-6-luna"})
    assert [usage(stand, LONG, **same | other)[1] for other in others] == [0, 0, 0]
    assert usage(stand, "y" + LONG[1:], **same)[1] == 0
    assert usage(stand, LONG, "a", **same)[1] == len("Be kind.") + len(LONG)


def test_it_is_forgotten_half_an_hour_after_it_was_last_of_use(stand: Stand) -> None:
    usage(stand, LONG)
    known = []
    for seconds in (LIFE_SECONDS - 1, LIFE_SECONDS - 1, LIFE_SECONDS):
        stand.clock.now += seconds
        known.append(usage(stand, LONG)[1])
    assert known == [len(LONG), len(LONG), 0]
    stand.client.post("/control/reset")
    assert usage(stand, LONG)[1] == 0
