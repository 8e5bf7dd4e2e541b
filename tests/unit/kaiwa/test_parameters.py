"""Secrets in a Parameter Store of moto's."""

import boto3
import pytest
from botocore.exceptions import ClientError

from kaiwa.parameters import Parameters, UnsetSecretError

PATH = "/kaiwa/test/"


@pytest.fixture(autouse=True)
def parameters(aws: None) -> None:
    put("LINE_CHANNEL_SECRET", "first")
    put("OPEN_AI_API_KEY", "key")
    put("LINE_CHANNEL_ACCESS_TOKEN", "unset")


def put(name: str, value: str) -> None:
    boto3.client("ssm").put_parameter(
        Name=PATH + name, Value=value, Type="SecureString", Overwrite=True
    )


def test_reads_decrypted_values() -> None:
    secrets = Parameters(PATH, 60)
    assert secrets.read("LINE_CHANNEL_SECRET") == "first"
    assert secrets.read("OPEN_AI_API_KEY") == "key"


def test_a_rotation_takes_effect_once_the_cached_value_is_too_old() -> None:
    lasting, brief = Parameters(PATH, max_age=60), Parameters(PATH, max_age=0)
    for secrets in (lasting, brief):
        secrets.read("LINE_CHANNEL_SECRET")
    put("LINE_CHANNEL_SECRET", "second")
    assert lasting.read("LINE_CHANNEL_SECRET") == "first"
    assert brief.read("LINE_CHANNEL_SECRET") == "second"


def test_while_ssm_fails_the_last_value_goes_on() -> None:
    secrets = Parameters(PATH, max_age=0)
    assert secrets.read("LINE_CHANNEL_SECRET") == "first"
    boto3.client("ssm").delete_parameter(Name=f"{PATH}LINE_CHANNEL_SECRET")
    assert secrets.read("LINE_CHANNEL_SECRET") == "first"


def test_a_secret_never_set_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        UnsetSecretError, match=r"ACCESS_TOKEN was never set\. Run `make secrets`\."
    ):
        Parameters(PATH, 60).read("LINE_CHANNEL_ACCESS_TOKEN")


def test_a_secret_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ClientError, match="ParameterNotFound"):
        Parameters(PATH, 60).read("NO_SUCH_SECRET")
