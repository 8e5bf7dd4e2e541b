"""The whole of Kaiwa on this machine: the AWS emulator, the stand-ins, and a real deployment.

What is deployed is what goes to AWS, by the same make targets. Only values differ: where AWS is
(`AWS_ENDPOINT_URL`), and where LINE and OpenAI are (Terraform variables).
"""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from simulator.addresses import (
    PLUGIN_REDIRECT_URIS,
    api_url,
    callback_url,
    plugin_callback_url,
)
from simulator.description import describe, write
from simulator.kept import inputs, send_everybody_home
from simulator.processes import START_SECONDS, StackError
from simulator.servers import REGION, Servers, inherited

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
SHOP_MODEL = "gpt-6.1-luna"
TOOL_SECRET = re.compile(r'authorization_secret"?\s*[:=]\s*"(\w+)"')
"""In the variable as JSON or as HCL, both of which Terraform takes."""
ALREADY_THERE = re.compile(r"Error: (creating|adding) .*(already exist|AlreadyOwnedByYou)")


@dataclass(frozen=True)
class Options:
    """Where a stack runs. Each stack that runs at a time has a folder and ports of its own.

    `real_model` has the base URL and the key of a model to ask instead of the stand-in. `person`
    has the e-mail address and the password of somebody who may sign in from the start. `keep`: the
    next stack in this folder goes on with what this one has deployed.
    """

    folder: Path
    aws_port: int
    simulator_port: int
    api_port: int
    description: Path
    real_model: tuple[str, str] | None = None
    person: tuple[str, str] | None = None
    variables: Mapping[str, str] | None = None
    keep: bool = False


@dataclass(frozen=True)
class Stack:
    """A running stack. `description` is what stack.json has, for other tools to drive it, and
    `inputs` what was deployed.
    """

    options: Options
    environment: Mapping[str, str]
    description: Mapping[str, Any]
    inputs: str

    def make(self, *targets: str, **environment: str) -> str:
        """Run make targets on it, as an operator would. Returns what they printed."""
        return run_make(self.options, {**self.environment, **environment}, *targets, show=False)


@contextmanager
def running_stack(options: Options) -> Iterator[Stack]:
    """Start and deploy everything, and end it all with the block. Raises `StackError`."""
    servers = Servers(
        options.folder,
        aws_port=options.aws_port,
        simulator_port=options.simulator_port,
        api_port=options.api_port,
    )
    options.description.unlink(missing_ok=True)  # of a stack that was killed
    credentials = {
        "CHANNELS_SHOP_LINE_CHANNEL_ACCESS_TOKEN": secrets.token_urlsafe(64),
        "CHANNELS_SHOP_LINE_CHANNEL_SECRET": secrets.token_hex(16),
        "LINE_CHANNEL_ACCESS_TOKEN": secrets.token_urlsafe(64),
        "LINE_CHANNEL_SECRET": secrets.token_hex(16),
        "OPEN_AI_API_KEY": f"sk-{secrets.token_urlsafe(32)}",
    }
    stack = None
    try:
        stack = _start(options, servers, credentials)
        yield stack
    finally:
        options.description.unlink(missing_ok=True)
        keep = stack is not None and options.keep and _is_left_clean(stack)
        servers.stop(stack.inputs if stack is not None and keep else None)


def _start(
    options: Options, servers: Servers, credentials: Mapping[str, str], *, again: bool = True
) -> Stack:
    """Start the servers and deploy, to what was kept if that still can be used; if not, or if a
    response was lost on the way, `again` with nothing.
    """
    say("Starting the AWS emulator, and the stand-ins of LINE and OpenAI …")
    deployed = servers.start(options.description, credentials)
    environment = _deployment_environment(options, servers, credentials)
    wanted = inputs(environment)
    if deployed == wanted:
        say("Nothing has changed since it last ran here. Setting new secrets …")
    elif deployed is not None:
        say("Deploying with Terraform what has changed since it last ran here …")
    else:
        say("Deploying with Terraform: about a minute, most of it waiting for queues …")
    changes = [] if deployed == wanted else ["bootstrap", "apply"]
    try:
        _deploy([*changes, "secrets"], options, environment, servers)
    except StackError as error:
        if not again or (deployed is None and not lost_a_response(str(error))):
            raise
        say("It can't be deployed to what is there. Starting once more with nothing …")
        servers.stop()
        return _start(options, servers, credentials, again=False)
    description = _describe(options, servers, credentials)
    return Stack(options, environment, description, wanted)


def lost_a_response(printed: str) -> bool:
    """Whether Terraform could not create what it had created: the emulator did it, and its response
    was lost, so the provider asked again. It is rare, and the same on moto's server.
    """
    return ALREADY_THERE.search(printed) is not None


def _is_left_clean(stack: Stack) -> bool:
    """Whether nothing of those who used it is in it any more."""
    try:
        send_everybody_home(stack.description)
    except (BotoCoreError, ClientError) as error:
        say(f"Nothing is kept for the next time: {error}")
        return False
    return True


def run_make(options: Options, environment: Mapping[str, str], *targets: str, show: bool) -> str:
    """Run make targets against the emulator. Raises `StackError` with their output if they fail."""
    folder = options.folder.relative_to(ROOT)
    settings = ["ENVIRONMENT=simulator", "PLATFORM=host", f"STATE_DIR={folder}", "APPROVE=1"]
    settings.append(f"PYTHON={sys.executable}")
    process = subprocess.Popen(
        ["make", *targets, *settings],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if show and is_progress(line):
            say(f"  {line.rstrip()}")
    if process.wait():
        raise StackError(f"make {' '.join(targets)} failed:\n{''.join(lines)}")
    return "".join(lines)


def is_progress(line: str) -> bool:
    """Whether a line of Terraform's or make's tells how far it is, not what it plans."""
    return line.endswith("…\n") or "Still creating" in line or "Apply complete" in line


def say(words: str) -> None:
    """Tell the person at the terminal, at once."""
    print(words, flush=True)


def _deploy(
    targets: Sequence[str], options: Options, environment: Mapping[str, str], servers: Servers
) -> None:
    if options.person:
        email, password = options.person
        targets = [*targets, "user"]
        environment = {**environment, "EMAIL": email, "USER_PASSWORD": password}
    try:
        run_make(options, environment, *targets, show=True)
    except StackError as error:
        last_words = servers.emulator.log_tail()
        raise StackError(f"{error}\nThe emulator's last words:\n{last_words}") from error


def _deployment_environment(
    options: Options, servers: Servers, credentials: Mapping[str, str]
) -> dict[str, str]:
    aws_url, stand_ins_url = servers.emulator.url, servers.stand_ins.url
    openai_url, openai_key = options.real_model or (
        f"{stand_ins_url}/v1",
        credentials["OPEN_AI_API_KEY"],
    )
    terraform_variables = {
        name: value for name, value in os.environ.items() if name.startswith("TF_VAR_")
    }
    return {
        **inherited(),
        "TF_VAR_drawing": "command",  # the stand-in of OpenAI draws for nothing
        **terraform_variables,
        **credentials,
        **_tool_secrets(terraform_variables),
        "OPEN_AI_API_KEY": openai_key,
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "TF_CLI_ARGS": "-no-color",
        "TF_VAR_additional_callback_urls": json.dumps([callback_url(options.simulator_port)]),
        "TF_VAR_api_base_url": api_url(options.api_port),
        "TF_VAR_channels": json.dumps({"shop": _shop(options)}),
        "TF_VAR_line_api_base_url": stand_ins_url,
        "TF_VAR_line_data_base_url": stand_ins_url,
        "TF_VAR_openai_base_url": openai_url,
        "TF_VAR_plugin_redirect_uris": json.dumps(
            [*PLUGIN_REDIRECT_URIS, plugin_callback_url(options.simulator_port)]
        ),
        "TF_VAR_sign_in_base_url": aws_url,
        "TF_VAR_user_pool_base_url": aws_url,
        **(options.variables or {}),
    }


def _shop(options: Options) -> dict[str, str]:
    """The second channel: another bot. A model of its own is there only where any name is one."""
    instructions = "You are the assistant of a tea shop. Answer briefly, in the user's language."
    own = {} if options.real_model else {"openai_model": SHOP_MODEL}
    return {"openai_instructions": instructions, **own}


def _tool_secrets(variables: Mapping[str, str]) -> dict[str, str]:
    """Those that tools need besides: as the environment has them, or made up."""
    names = TOOL_SECRET.findall(variables.get("TF_VAR_openai_tools", ""))
    return {name: os.environ.get(name) or secrets.token_urlsafe(32) for name in names}


def _describe(
    options: Options, servers: Servers, credentials: Mapping[str, str]
) -> Mapping[str, Any]:
    stand_ins_url = servers.stand_ins.url
    description = describe(
        options.folder,
        aws_url=servers.emulator.url,
        region=REGION,
        stand_ins_url=stand_ins_url,
        channel_secret=credentials["LINE_CHANNEL_SECRET"],
        person=options.person,
    )
    webhooks = {"": description["webhook_url"]}
    for name, channel in description["terraform_outputs"]["channels"].items():
        webhooks[f"CHANNELS_{name.upper()}_"] = channel["webhook_url"]
    for prefix, webhook_url in webhooks.items():
        token = credentials[f"{prefix}LINE_CHANNEL_ACCESS_TOKEN"]
        _register_webhook(stand_ins_url, webhook_url, token)
    write(options.description, description)
    return description


def _register_webhook(line_url: str, webhook_url: str, access_token: str) -> None:
    """Tell LINE where the webhook is, and have LINE try it, by LINE's own API.

    So the webhook has started by the time that somebody writes.
    """
    with httpx.Client(
        base_url=f"{line_url}/v2/bot/channel/webhook",
        headers={"Authorization": f"Bearer {access_token}"},
        timeout=START_SECONDS,
        trust_env=False,
    ) as line:
        line.put("/endpoint", json={"endpoint": webhook_url}).raise_for_status()
        line.post("/test", json={}).raise_for_status()
