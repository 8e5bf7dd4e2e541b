"""Look at everything that an answer on LINE depends on, and say what to do where it is not well.

    python -m scripts.doctor build/production/outputs.json

It asks the model one short question and writes an item that it deletes again. It shows no secret.
"""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

from scripts.aws import errors_as_sentences, read_outputs
from scripts.deployment import MODEL_KEY, Deployment, UnsetSecretError
from scripts.line import SWITCH_ON, channel_of, outcome
from scripts.line_channel import LineError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

LEAST_OUTPUT_TOKENS = 16
"""Which the Responses API takes."""
PATIENCE_SECONDS = 60
MODEL_REMEDIES = {
    400: "Does openai_model name a model that speaks the Responses API?",
    401: "It does not accept the key: make a new one and run `make secrets`.",
    403: "The key's project may not use the model: look at the project's settings.",
    404: "There is no such model for this key: set openai_model and run `make apply`.",
    429: "Too many requests, or no credit: look at the account's limits and billing.",
}
NO_MODEL = "Look at openai_base_url, at the network, and at the service's status page."


class TroubleError(Exception):
    """What is not well, and what to do about it, in a sentence or two."""


def main() -> None:
    """Print a line for each check; exit 1 if one is NOT OK."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--webhook-url")
    arguments = parser.parse_args()

    deployment = Deployment(read_outputs(arguments.outputs))
    url = arguments.webhook_url or deployment["webhook_url"]
    checks = {
        "secrets": partial(check_secrets, deployment),
        "token": partial(check_token, deployment),
        "webhook": partial(check_webhook, deployment, url),
        "model": partial(check_model, deployment),
        "table": partial(check_table, deployment),
    }
    with errors_as_sentences():
        healthy = [show(name, check) for name, check in checks.items()]
    sys.exit(not all(healthy))


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
    except (TroubleError, LineError) as error:
        found, ok = str(error), False
    print(f"{'OK' if ok else 'NOT OK':7} {name:8} {found}", flush=True)
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


def check_token(deployment: Deployment) -> str:
    return f"LINE knows it as that of {channel_of(deployment).bot()}."


def check_webhook(deployment: Deployment, url: str) -> str:
    channel = channel_of(deployment)
    if (endpoint := channel.webhook()) is None:
        raise TroubleError("LINE has no address to post to. Run `make line`.")
    address, active = endpoint
    if address != url:
        raise TroubleError(f"LINE posts to {address}, not to {url}. Run `make line`.")
    if not active:
        raise TroubleError(SWITCH_ON)
    test = channel.test_webhook(url)
    if not test.success:
        raise TroubleError(outcome(test))
    return f"{outcome(test)} {url}"


def check_model(deployment: Deployment) -> str:
    """The words of OpenAI's errors are not shown: they may quote a part of the key."""
    import openai

    base_url, model = deployment["openai_base_url"], deployment["openai_model"]
    client = openai.OpenAI(
        api_key=deployment.secret(MODEL_KEY),
        base_url=base_url,
        timeout=PATIENCE_SECONDS,
        max_retries=0,
    )
    try:
        answer = client.responses.create(
            model=model, input="Say OK.", max_output_tokens=LEAST_OUTPUT_TOKENS, store=False
        )
    except openai.APIStatusError as error:
        said = f"{base_url} answers {error.status_code} for {model}."
        raise TroubleError(f"{said} {MODEL_REMEDIES.get(error.status_code, NO_MODEL)}") from error
    except (openai.APIError, ValueError) as error:
        raise TroubleError(f"{base_url} gives no answer. {NO_MODEL}") from error
    if getattr(answer, "status", None) not in ("completed", "incomplete"):
        raise TroubleError(f"{base_url} gives no response as the Responses API does. {NO_MODEL}")
    return f"{model} answers."


def check_table(deployment: Deployment) -> str:
    """By the function that does what the others do, as the others may."""
    client: LambdaClient = boto3.client("lambda", region_name=deployment["region"])
    return read_report(client, deployment["function_names"]["check_dynamodb"])


def read_report(client: "LambdaClient", function_name: str) -> str:
    """What check_dynamodb reports. Raises `TroubleError`."""
    response = client.invoke(FunctionName=function_name, Payload=b"{}")
    report = json.loads(response["Payload"].read())
    if response.get("FunctionError"):
        raise TroubleError(f"{function_name} failed. Look at its log, and run `make apply`.")
    for check in report["checks"]:
        if not check["ok"]:
            raise TroubleError(
                f"Not so: {check['name']} ({check['detail']}). `make check-dynamodb` says more."
            )
    return f"{report['table']} works."


if __name__ == "__main__":
    main()
