"""Calls a function of the emulator's while other threads keep it busy. Prints the logs of the calls
as a JSON list. The last call fails. Runs in the emulator's own environment.
"""

import io
import json
import runpy
import sys
import threading
import zipfile

from ministack.core.lambda_runtime import Worker

FUNCTION = """
import sys

def handler(event, context):
    for line in range(6):
        sys.stderr.write(f"{event}.{line}\\n")
    return 1 / event
"""
CONFIGURATION = {
    "FunctionName": "busy",
    "Runtime": "python3.13",
    "Handler": "function.handler",
    "Timeout": 30,
    "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:busy",
}


def zipped(code: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("function.py", code)
    return file.getvalue()


def keep_busy() -> None:
    while True:
        sum(range(1000))


emulator, calls = sys.argv[1], int(sys.argv[2])
runpy.run_path(emulator)["mend"]()
worker = Worker("busy", CONFIGURATION, zipped(FUNCTION))
for _ in range(5):
    threading.Thread(target=keep_busy, daemon=True).start()
json.dump([worker.invoke(left, "a-request")["log"] for left in range(calls)[::-1]], sys.stdout)
worker.kill()
