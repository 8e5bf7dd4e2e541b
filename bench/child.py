"""Start a function as Lambda does, hand it events, and say how long each took.

It runs by itself in a clean interpreter, with `SPECIFICATION` in its namespace, and imports nothing
before the clock runs that Python has not loaded by itself.
"""

import os
import sys
import time
from typing import Any

specification: dict[str, Any] = globals()["SPECIFICATION"]


class Context:
    """What of Lambda's context the functions look at."""

    aws_request_id = "1"
    function_name = "bench"
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:ap-northeast-1:000000000000:function:bench"


os.environ.clear()
os.environ.update(specification["environment"])
answers: list[Any] = []
clocks = [time.perf_counter()]
started = time.process_time()
namespace: dict[str, Any] = {}
exec(specification["imports"], namespace)  # noqa: S102 (the bench's own)
clocks.append(time.perf_counter())
modules = len(sys.modules)
for number, event in enumerate(specification["events"]):
    answers.append(namespace["lambda_handler"](event, Context()))
    clocks.append(time.perf_counter())
    if not number:
        modules, processor = len(sys.modules), time.process_time() - started
        sys.stdout.write(f"\n{specification['warm']}\n")
if not answers:
    processor = time.process_time() - started

import json  # noqa: E402
from pathlib import Path  # noqa: E402

report = {
    "clocks": clocks,
    "processor": processor,
    "modules": modules,
    # Python's own `resource` would tell of the process that forked this one.
    "memory": int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]),
    "answers": answers,
}
sys.stdout.write(f"\n{json.dumps(report)}\n")
sys.stdout.flush()
os._exit(0)  # what an interpreter does to end is no part of a start
