"""Starts the AWS emulator, with its functions' logs mended.

The emulator gives up reading what a function wrote as soon as nothing comes for 5 ms. On a busy
machine that is before the last line, which is then held back until the function is called again.
Here it reads on until nothing is left, which is soon: a function writes before it returns.

Runs by itself in the emulator's own environment, which has nothing of Kaiwa's.
"""

import array
import fcntl
import os
import queue
import select
import sys
import termios
import threading
import time
from contextlib import suppress
from typing import Any

from ministack.app import main
from ministack.core.lambda_runtime import Worker

PATIENCE_SECONDS = 2
PAUSE_SECONDS = 0.001
CHUNK = 65536

reading = threading.Lock()
"""Held from taking something out of a pipe until its lines are in the worker's queue."""


def read_lines(worker: Any) -> None:
    """Put what the worker's process writes into its queue, until it ends."""
    pipe = os.dup(worker._proc.stderr.fileno())  # the emulator may close its own
    rest = b""
    try:
        while True:
            select.select([pipe], [], [])
            with reading:
                taken = os.read(pipe, CHUNK)
                *lines, rest = (rest + (taken or b"\n")).split(b"\n")
                for line in filter(None, lines):
                    worker._stderr_queue.put(line.decode(errors="replace"))
            if not taken:
                return
    finally:
        os.close(pipe)


def written(worker: Any) -> str:
    """All that the worker's process has written by now."""
    process, ends = worker._proc, time.monotonic() + PATIENCE_SECONDS
    if process is None:  # the emulator has just ended it
        worker._stderr_thread.join(PATIENCE_SECONDS)
    else:
        while is_waiting(process.stderr) and time.monotonic() < ends:
            time.sleep(PAUSE_SECONDS)
    lines = []
    with reading, suppress(queue.Empty):
        while True:
            lines.append(worker._stderr_queue.get_nowait())
    return "\n".join(lines)


def is_waiting(pipe: Any) -> bool:
    """Whether something that was written is not read yet."""
    size = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, size)
    return size[0] > 0


def mend() -> None:
    Worker._read_stderr = read_lines
    Worker._drain_stderr_bounded = written


if __name__ == "__main__":
    mend()
    sys.exit(main())
