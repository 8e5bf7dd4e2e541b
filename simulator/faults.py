"""Faults: what a test makes the stand-ins do wrong, and how often."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

OPERATIONS: dict[str, tuple[str, ...]] = {
    "line": (
        "reply",
        "push",
        "loading",
        "mark_as_read",
        "profile",
        "member_profile",
        "content",
        "webhook_endpoint",
        "webhook_test",
        "bot_info",
        "quota",
        "rich_menu",
    ),
    "openai": ("responses", "transcriptions", "moderations", "files", "vector_stores"),
}

KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "delay": (("seconds",), ()),
    "status": (("status",), ("text", "seconds")),
    "malformed": ((), ()),
    "drop_response": ((), ()),
    "kill_client": ((), ()),
    "expire_reply_token": ((), ()),
    "preparing": ((), ()),
    "empty": ((), ()),
    "answer": (("text",), ()),
    "cut_off": ((), ("text",)),
    "tool": (("text",), ()),
    "tool_failure": ((), ()),
}
"""Kind of fault → the parameters it needs, the parameters it may have."""

ONLY_FOR = {
    "expire_reply_token": ("line", "reply"),
    "preparing": ("line", "content"),
    "empty": ("openai", "responses"),
    "answer": ("openai", "responses"),
    "cut_off": ("openai", "responses"),
    "tool": ("openai", "responses"),
    "tool_failure": ("openai", "responses"),
}

COMMON = ("service", "operation", "kind", "times")
LONGEST_SECONDS = 600


@dataclass
class Fault:
    """One fault; `times` counts down to its end, 0 means until cleared.

    `seconds`: how long a delay lasts, or the Retry-After of OpenAI's status fault.
    `text`: the answer of OpenAI, what a tool of somebody's server says, or the message in the body
    of a status fault.
    """

    service: str
    operation: str
    kind: str
    times: int = 1
    seconds: float | None = None
    status: int | None = None
    text: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


class Faults:
    """The faults that wait for a call. Each call meets at most one, the oldest that matches."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def take(self, service: str, operation: str) -> Fault | None:
        """The fault this call meets, counted as used."""
        for fault in self._faults:
            if (fault.service, fault.operation) == (service, operation):
                if fault.times == 1:
                    self._faults.remove(fault)
                elif fault.times > 1:
                    fault.times -= 1
                return fault
        return None

    def waits(self, fault: Fault) -> bool:
        """Whether one that equals this waits for a call, whatever is left of its `times`."""
        return any(replace(each, times=fault.times) == fault for each in self._faults)

    def discard(self, fault: Fault) -> None:
        """Take back those that equal this one."""
        self._faults = [each for each in self._faults if replace(each, times=fault.times) != fault]

    def list(self) -> list[dict[str, Any]]:
        return [fault.as_dict() for fault in self._faults]

    def clear(self) -> None:
        self._faults.clear()


def parse_fault(given: Mapping[str, Any]) -> Fault:
    """A fault from JSON. Raises ValueError with a sentence that says what to send instead."""
    service, operation, kind = (str(given.get(name)) for name in COMMON[:3])
    if service not in OPERATIONS:
        raise ValueError(f"service must be one of: {', '.join(OPERATIONS)}.")
    if operation not in OPERATIONS[service]:
        raise ValueError(
            f"operation of {service} must be one of: {', '.join(OPERATIONS[service])}."
        )
    if kind not in KINDS:
        raise ValueError(f"kind must be one of: {', '.join(KINDS)}.")
    if kind in ONLY_FOR and ONLY_FOR[kind] != (service, operation):
        raise ValueError(f"kind {kind} works for {' '.join(ONLY_FOR[kind])} only.")
    required, optional = KINDS[kind]
    if missing := [name for name in required if given.get(name) is None]:
        raise ValueError(f"kind {kind} needs {' and '.join(missing)}.")
    if unknown := set(given) - {*COMMON, *required, *optional}:
        allowed = ", ".join((*COMMON, *required, *optional))
        raise ValueError(f"kind {kind} does not take {', '.join(sorted(unknown))}, only {allowed}.")
    if kind == "status" and service == "line" and "seconds" in given:
        raise ValueError("seconds of a status fault is a Retry-After, which LINE does not send.")
    _check_values(given)
    return Fault(**given)


def _check_values(given: Mapping[str, Any]) -> None:
    times, seconds = given.get("times", 1), given.get("seconds", 0)
    status, text = given.get("status", 400), given.get("text", "")
    if type(times) is not int or times < 0:
        raise ValueError("times must be a whole number; 0 means until cleared.")
    if type(seconds) not in (int, float) or not 0 <= seconds <= LONGEST_SECONDS:
        raise ValueError(f"seconds must be a number from 0 to {LONGEST_SECONDS}.")
    if type(status) is not int or not 400 <= status <= 599:
        raise ValueError("status must be a whole number from 400 to 599.")
    if not isinstance(text, str):
        raise ValueError("text must be a string.")
