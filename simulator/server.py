"""The stand-ins and their pages as a process on loopback: `python -m simulator.server --port 8600`.

Credentials come from the environment, under the names that `make secrets` uses.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from simulator.app import create_app
from simulator.listening import claimed_socket, quiet_config
from simulator.peers import Address
from simulator.state import Simulator

CREDENTIALS = ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "OPEN_AI_API_KEY")
OF_CHANNEL = re.compile("CHANNELS_([A-Z][A-Z0-9_]*)_LINE_CHANNEL_ACCESS_TOKEN")


def create_server(simulator: Simulator) -> uvicorn.Server:
    """A quiet server that can hang up on a client, as some faults need."""
    server = uvicorn.Server(quiet_config(create_app(simulator)))

    def hang_up(client: Address) -> None:
        for connection in list(server.server_state.connections):
            if isinstance(connection, H11Protocol) and connection.client == client:
                connection.transport.abort()

    simulator.hang_up = hang_up
    simulator.is_ending = lambda: server.should_exit
    return server


def channels(environ: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The channels besides the default one: each one's name, access token and secret."""
    for token in environ:
        if found := OF_CHANNEL.fullmatch(token):
            secret = f"CHANNELS_{found[1]}_LINE_CHANNEL_SECRET"
            name = found[1].lower().replace("_", "-")
            yield name, (environ[token], environ[secret])


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m simulator.server", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--webhook-url", help="where webhooks go; it can be set later, too")
    parser.add_argument("--stack", type=Path, help="the stack.json of a deployment, now or later")
    arguments = parser.parse_args()
    credentials = [os.environ.get(name, "") for name in CREDENTIALS]
    if not all(credentials):
        sys.exit(f"Set {', '.join(CREDENTIALS)} in the environment.")
    token, secret, key = credentials
    simulator = Simulator(
        token, secret, key, webhook_endpoint=arguments.webhook_url, stack=arguments.stack
    )
    for name, more in channels(os.environ):
        simulator.open_channel(name, *more)
    create_server(simulator).run(sockets=[claimed_socket(arguments.port)])


if __name__ == "__main__":
    main()
