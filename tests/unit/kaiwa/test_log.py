"""What the logs say of errors and of people."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from kaiwa.log import described, hashed, logger
from kaiwa.settings import MissingSettingError


def test_the_words_of_others_errors_stay_out() -> None:
    try:
        int("sk-a-secret")
    except ValueError as error:
        report = described(error)
    line = test_the_words_of_others_errors_stay_out.__code__.co_firstlineno + 2
    assert report == {
        "error": "builtins.ValueError",
        "raised_at": [f"test_log.py:{line} test_the_words_of_others_errors_stay_out"],
    }


def test_kaiwas_own_errors_say_what_to_do() -> None:
    assert described(MissingSettingError("Run `make apply`.")) == {
        "error": "kaiwa.settings.MissingSettingError",
        "raised_at": [],
        "reason": "Run `make apply`.",
    }


def test_what_aws_calls_it_and_what_led_to_it_are_said() -> None:
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": "U1 may not"}}, "GetItem")
    error.__cause__ = ValueError("U1")
    assert described(error) == {
        "error": "botocore.exceptions.ClientError",
        "raised_at": [],
        "code": "AccessDenied",
        "cause": "builtins.ValueError",
    }


def test_a_person_is_a_stable_hash() -> None:
    assert hashed("U1") == hashed("U1") != hashed("U2")
    assert len(hashed("U1")) == 32
    assert "U1" not in hashed("U1")


def test_japanese_is_readable_in_a_line(log_lines: Callable[[], list[dict[str, Any]]]) -> None:
    logger().info("会話")
    assert log_lines()[0]["message"] == "会話"
