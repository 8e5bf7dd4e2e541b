"""How what does not link a chat is shown."""

from chatgpt.linking.words.en import WORDS
from tests.unit.chatgpt.linking.browser import COOKIE, Answer, seen

BACK = "/connect/callback"
FORGETS = f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"

type Refused = tuple[int, list[str], list[str]]


def refusal(answer: Answer) -> Refused:
    """Its status, its words and its cookies."""
    return answer["statusCode"], seen(answer).words, answer["cookies"]


def refused(status: int, sentence: str, *, ends: bool) -> Refused:
    """The same as it should be; `ends`: what the browser has kept is taken from it."""
    return status, [WORDS.refused, sentence], [FORGETS] if ends else []
