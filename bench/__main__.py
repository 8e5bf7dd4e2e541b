"""Measure whole-process cold starts from the built zips: `make bench`.

Each run is a new interpreter that sees one function and its layers, as Lambda unzips them, and
nothing else. Runs are interleaved, so that a busy machine slows all of them alike. What a handler
loads for its first event only, such as an SDK that not every event needs, is not in it.
"""

import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bench.chatgpt import first_answers
from scripts.layers import COMMON, LAYERS, layers_of
from scripts.sandbox import clean_python, command, unzipped

PACKAGES = Path("build/host/packages")
HEAVY = ["aiohttp", "boto3", "cryptography", "linebot", "mcp", "openai", "pydantic", "pynamodb"]
NAIVE = "naive"
LATER = {
    "line_reply, to obey a command": ["line_reply.handler", "line_reply.dispatch"],
    "line_reply, to ask the model": ["line_reply.handler", "line_reply.dispatch", "openai"],
    "line_reply, to reply": [
        "line_reply.handler",
        "line_reply.dispatch",
        "openai",
        "linebot.v3.messaging",
    ],
}
"""What the worker imports only after it showed the loading animation, so that no row flatters."""
ROUNDS = 11
END = "import os; os._exit(0)"


def main() -> None:
    """Print a table with a row for each handler."""
    with tempfile.TemporaryDirectory() as temporary:
        python = clean_python(Path(temporary, "venv"))
        folders = {
            package.stem: unzipped(package, Path(temporary, package.stem))
            for package in sorted(PACKAGES.glob("*.zip"))
        }
        layers = {name: folders.pop(name) / "python" for name in LAYERS}
        paths = {
            name: [folder, *(layers[layer] for layer in layers_of(name))]
            for name, folder in folders.items()
        }
        paths[NAIVE] = [Path(__file__).parent, layers[COMMON]]
        starts = {
            name: command(python, f"import {name}.handler", path) for name, path in paths.items()
        } | {
            name: command(python, f"import {', '.join(modules)}", paths[modules[0].split(".")[0]])
            for name, modules in LATER.items()
        }
        with first_answers() as answers:
            for name, code in answers.items():
                starts[name] = command(python, code, paths["chatgpt"])
            seconds = measure(starts)
            loaded = {name: heavy_packages(start) for name, start in starts.items()}
    report(seconds, loaded)


def measure(starts: dict[str, list[str]]) -> dict[str, float]:
    """Median seconds from starting an interpreter to the end of each command.

    What an interpreter does to end is no part of a start: it ends at once.
    """
    commands = {name: [*start[:-1], f"{start[-1]}\n{END}"] for name, start in starts.items()}
    runs: dict[str, list[float]] = {name: [] for name in starts}
    for number in range(ROUNDS + 1):
        for name, start in commands.items():
            started = time.perf_counter()
            subprocess.run(start, check=True, env={})
            if number:  # the first round warms the disk's cache
                runs[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in runs.items()}


def heavy_packages(start: list[str]) -> list[str]:
    """Which of the heavy packages a command loads."""
    *interpreter, code = start
    listing = f"{code}\nprint(*(sys.modules.keys() & {HEAVY}))"
    answer = subprocess.run(
        [*interpreter, listing], capture_output=True, check=True, env={}, text=True
    )
    return sorted(answer.stdout.split())


def report(seconds: dict[str, float], loaded: dict[str, list[str]]) -> None:
    """Print medians, how many times faster than the naive handler, and what was loaded."""
    print(f"Cold start of a whole process, median of {ROUNDS} runs each")
    print(f"{'handler':<36}{'ms':>8}{'naive ÷ it':>12}  loads")
    for name, median in sorted(seconds.items(), key=lambda item: item[1]):
        ratio = seconds[NAIVE] / median
        print(f"{name:<36}{median * 1000:>8.0f}{ratio:>12.1f}  {', '.join(loaded[name]) or '-'}")


if __name__ == "__main__":
    main()
