"""How the simulator's servers listen: on loopback, quietly."""

import socket
import sys
from typing import Any

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"


def quiet_config(app: ASGIApp, **more: Any) -> uvicorn.Config:
    """How the simulator's servers run: they write warnings only, and end at once."""
    return uvicorn.Config(
        app,
        http="h11",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        **more,
    )


def bound_socket(port: int) -> socket.socket:
    """A socket on loopback only, 0 for any port. Raises OSError if the port is in use."""
    # Of TCP by name: else asyncio does not turn Nagle's delay off, and every answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    return listener


def claimed_socket(port: int) -> socket.socket:
    """The same for a process that is of no use without it: it ends, and says why."""
    try:
        return bound_socket(port)
    except OSError as error:
        sys.exit(f"Port {port} of {HOST} cannot be used ({error.strerror}): choose another.")
