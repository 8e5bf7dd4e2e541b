"""Reading settings."""

import pytest

from kaiwa.settings import MissingSettingError, required


def test_a_setting_is_read() -> None:
    assert required({"TABLE_NAME": "messages"}, "TABLE_NAME") == "messages"


@pytest.mark.parametrize("environ", [{}, {"TABLE_NAME": ""}])
def test_a_missing_setting_says_what_to_do(environ: dict[str, str]) -> None:
    with pytest.raises(MissingSettingError, match=r"TABLE_NAME is not set\. Run `make apply`"):
        required(environ, "TABLE_NAME")
