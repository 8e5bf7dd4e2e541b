"""Child processes on loopback: started, waited for, and ended with their starter."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import httpx

HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 10
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 0.5
LOG_LINES = 40


class StackError(Exception):
    """The stack can't run. The message says what to do, or what went wrong where."""


class Server:
    """A server process that logs to a file. `url` answers 200 at `health` once it serves."""

    def __init__(self, name: str, port: int, log: Path, health: str) -> None:
        self.name = name
        self.url = f"http://{HOST}:{port}"
        self._port = port
        self._log = log
        self._health = health
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it and wait until it serves. Raises `StackError` if it doesn't."""
        self.launch(command, environment)
        self.await_service()

    def launch(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it. It serves some time later: see `await_service`."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the starter, which ends this one in order
            )

    def await_service(self) -> None:
        """Wait until it serves. Raises `StackError` if it doesn't."""
        if not wait_until(self._serves, START_SECONDS):
            raise StackError(f"{self.name} did not start. Its last words:\n{self.log_tail()}")

    def stop(self) -> bool:
        """End it and its children. Returns whether it ended in order, as asked."""
        if self._process is None:
            return False
        _signal_group(self._process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        in_order = self._process.poll() is not None
        self.kill()  # also what it left behind
        return in_order

    def kill(self) -> None:
        """End it and its children at once, if it keeps nothing: to end in order takes seconds."""
        if self._process is None:
            return
        _signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def log_tail(self) -> str:
        """The last lines that it logged."""
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return "\n".join(lines[-LOG_LINES:])

    def _serves(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise StackError(f"{self.name} ended at its start. Its last words:\n{self.log_tail()}")
        try:
            return httpx.get(self.url + self._health, timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


def _signal_group(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, number)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition came to hold in time. It is asked again after pauses that grow: to ask
    takes the processor from what is waited for.
    """
    deadline, pause = time.monotonic() + seconds, SHORTEST_PAUSE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(1.5 * pause, LONGEST_PAUSE_SECONDS)
    return True


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(port: int, variable: str) -> None:
    """Raise `StackError` if something listens on the port that `variable` chooses."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise StackError(
                f"Port {port} is in use, maybe by a simulator that runs already. "
                f"Stop it, or choose another port: {variable}={port + 100}."
            ) from None
