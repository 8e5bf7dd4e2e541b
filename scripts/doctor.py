"""Look at everything that an answer on LINE depends on, and say what to do where it is not well.

    python -m scripts.doctor build/production/outputs.json --channel shop

It asks each model one short question and writes an item that it deletes again. It shows no secret.
"""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from scripts.aws import errors_as_sentences
from scripts.deployment import DEFAULT_CHANNEL, Deployment, UnsetSecretError
from scripts.line_channel import SWITCH_ON, LineChannel, LineError
from scripts.model_service import ModelService, ModelServiceError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

INSTRUCTIONS = "OPENAI_INSTRUCTIONS"
"""A setting that is too long for a function's environment, and so lies beside the secrets."""


LARGER_PLAN = (
    "Until the next, what needs one does not arrive, such as long or late answers and reminders."
    " Choose a larger plan in LINE Official Account Manager."
)


class TroubleError(Exception):
    """What is not well, and what to do about it, in a sentence or two."""


def main() -> None:
    """Print a line for each check; exit 1 if one is NOT OK."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--webhook-url")
    parser.add_argument("--channel", help="of the LINE channels, this one alone")
    arguments = parser.parse_args()

    deployment = Deployment.read(arguments.outputs)
    names = deployment.channels(arguments.channel)
    if arguments.webhook_url and len(names) > 1:
        sys.exit("Say which channel has this WEBHOOK_URL: CHANNEL=default, or another one.")
    checks: dict[str, Callable[[Deployment], str]] = {"secrets": check_secrets}
    for name in names:
        checks |= of_channel(deployment, name, arguments.webhook_url)
    checks |= {
        "moderation": check_moderation,
        "transcription": check_transcription,
        "table": check_table,
    }
    for name in ("moderation", "transcription"):
        if not deployment.get(f"{name}_model"):
            del checks[name]
    with errors_as_sentences():
        healthy = [show(name, partial(check, deployment)) for name, check in checks.items()]
    sys.exit(not all(healthy))


def of_channel(
    deployment: Deployment, name: str, webhook_url: str | None
) -> dict[str, Callable[[Deployment], str]]:
    """The checks of what a channel has of its own."""
    url = webhook_url or deployment.of_channel(name, "webhook_url")
    checks = {
        "token": partial(check_token, name=name),
        "webhook": partial(check_webhook, name=name, url=url),
        "model": partial(check_model, name=name),
    }
    if name == DEFAULT_CHANNEL:
        return dict(checks)
    return {f"{name} {what}": check for what, check in checks.items()}


def show(name: str, check: Callable[[], str]) -> bool:
    """Whether it is well. Errors about credentials are not caught: they concern every check."""
    try:
        found, ok = check(), True
    except UnsetSecretError as unset:
        found, ok = f"{unset} was never set. Run `make secrets`.", False
    except ClientError as error:
        code = error.response["Error"]["Code"]
        refused = f"AWS refused {error.operation_name}: {code}."
        found, ok = f"{refused} Use credentials that may do it, or run `make apply`.", False
    except (TroubleError, LineError, ModelServiceError) as error:
        found, ok = str(error), False
    print(f"{'OK' if ok else 'NOT OK':7} {name:13} {found}", flush=True)
    return ok


def check_secrets(deployment: Deployment) -> str:
    names = deployment["secret_names"]
    never_set = []
    for name in names:
        try:
            deployment.secret(name)
        except UnsetSecretError:
            never_set.append(name)
    if never_set:
        raise TroubleError(f"Never set: {', '.join(never_set)}. Run `make secrets`.")
    return f"All {len(names)} are set."


def check_token(deployment: Deployment, name: str) -> str:
    """With the pushes, of which each channel's account has its own."""
    channel = LineChannel.of(deployment, name)
    known = f"LINE knows it as that of {channel.bot()}."
    used, most = channel.pushes()
    if most is None:
        return f"{known} {used} pushes this month, without a limit."
    if used >= most:
        raise TroubleError(f"{known} All {most} pushes of this month are used. {LARGER_PLAN}")
    return f"{known} {used} of {most} pushes of this month are used."


def check_webhook(deployment: Deployment, name: str, url: str) -> str:
    channel = LineChannel.of(deployment, name)
    if (endpoint := channel.webhook()) is None:
        raise TroubleError("LINE has no address to post to. Run `make line`.")
    address, active = endpoint
    if address != url:
        raise TroubleError(f"LINE posts to {address}, not to {url}. Run `make line`.")
    if not active:
        raise TroubleError(SWITCH_ON)
    test = channel.test_webhook(url)
    if not test.success:
        raise TroubleError(test.outcome)
    return f"{test.outcome} {url}"


def check_model(deployment: Deployment, name: str) -> str:
    """With all the options that line_reply has, for a model may not take one of them."""
    model: str = deployment.of_channel(name, "openai_model")
    ModelService.of(deployment).answer(
        model,
        deployment.parameter(deployment.parameter_of(name, INSTRUCTIONS)),
        deployment.get("openai_temperature"),
        deployment.get("openai_reasoning_effort"),
        _tools(deployment),
    )
    return f"{model} answers."


def _tools(deployment: Deployment) -> list[dict[str, Any]]:
    """With their secrets, of which a check of its own says which are missing."""
    tools = []
    for tool in deployment.get("openai_tools") or ():
        name = tool.get("authorization_secret")
        own = {key: value for key, value in tool.items() if key != "authorization_secret"}
        tools.append(own | ({"authorization": deployment.secret(name)} if name else {}))
    return tools


def check_moderation(deployment: Deployment) -> str:
    model = deployment["moderation_model"]
    ModelService.of(deployment).judge(model)
    return f"{model} judges what is said."


def check_transcription(deployment: Deployment) -> str:
    model = deployment["transcription_model"]
    ModelService.of(deployment).write_down(model)
    return f"{model} writes recordings down."


def check_table(deployment: Deployment) -> str:
    """By the function that does what the others do, as the others may."""
    client: LambdaClient = boto3.client("lambda", region_name=deployment["region"])
    return read_report(client, deployment["function_arns"]["check_dynamodb"])


def read_report(client: "LambdaClient", arn: str) -> str:
    """What check_dynamodb reports. Raises `TroubleError`."""
    response = client.invoke(FunctionName=arn, Payload=b"{}")
    report = json.loads(response["Payload"].read())
    if response.get("FunctionError"):
        raise TroubleError("check_dynamodb failed. Look at its log, and run `make apply`.")
    for check in report["checks"]:
        if not check["ok"]:
            raise TroubleError(
                f"Not so: {check['name']} ({check['detail']}). `make check-dynamodb` says more."
            )
    return f"{report['table']} works."


if __name__ == "__main__":
    main()
