"""Run make targets in lanes: those of a lane one after the other, the lanes side by side.

    python -m scripts.side_by_side "e2e" "seeds package-test terraform-test"

End-to-end tests wait a lot: the other lanes take what processor time the first one leaves. Each
line that a target prints begins with the target's name. A lane ends with a target that fails, and
the others go on.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

LEFT_OVER = ("nice", "-n", "19")


def main() -> None:
    """Run the lanes, each an argument. Ends with 1 and says so if a target fails."""
    first, *others = [lane.split() for lane in sys.argv[1:]]
    lanes = [(first, ()), *((lane, LEFT_OVER) for lane in others)]
    with ThreadPoolExecutor(len(lanes)) as threads:
        failed = [each for each in threads.map(lambda lane: run(*lane), lanes) if each]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def run(targets: Sequence[str], before: Sequence[str] = ()) -> str | None:
    """Run them until one fails: its name. `before` is put before each command."""
    for target in targets:
        started = time.monotonic()
        process = subprocess.Popen(
            [*before, "make", target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in process.stdout or ():
            say(target, line.rstrip("\n"))
        status = process.wait()
        outcome = f"failed with {status}" if status else "is done"
        say(target, f"{outcome} after {time.monotonic() - started:.0f} s")
        if status:
            return target
    return None


def say(target: str, line: str) -> None:
    """Print a line at once, and whole: other lanes print too."""
    sys.stdout.write(f"{target:14} {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
