"""Servers in this process, each on a port of its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from simulator.listening import bound_socket


@contextmanager
def serving(server: uvicorn.Server) -> Iterator[int]:
    """Run the server; its port. It ends soon after, and nobody waits: it only looks ten times a
    second whether it should.
    """
    listener = bound_socket(0)
    target, sockets = server.run, {"sockets": [listener]}
    threading.Thread(target=target, kwargs=sockets, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = server.force_exit = True  # without waiting for what is still open
