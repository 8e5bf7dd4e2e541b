"""How long a developer waits for the commands of a day: `make day`, in some 20 minutes.

    python -m bench.timing             times them here, and makes docs/performance.md anew
    python -m bench.timing FOLDER      times them in a clone of another commit, to compare with

All is installed and built before. Ends with 1 if a command fails or takes longer than it may.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench import document
from bench.day import COMMANDS, FILE, Command, read, table, too_slow
from bench.results import Results
from bench.tables import as_text

ROOT = Path(__file__).parents[1]
KEPT = Path("build/simulator")
"""What `make demo` and `make up` keep for the next time."""


def main() -> None:
    """Time one after the other, and write each down at once: all of it takes long."""
    is_other = len(sys.argv) > 1
    folder, column = (Path(sys.argv[1]), "before") if is_other else (ROOT, "now")
    found = {**read(), column: {}}
    for command in COMMANDS:
        found[column] = {**found[column], command.name: seconds(command, folder)}
        FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        document.write(Results.read(document.RESULTS))
    sys.stdout.write(f"{as_text(table(found))}\n")
    slow = too_slow(found["now"])
    sys.exit(f"Too slow: {'; '.join(slow)}." if slow and not is_other else 0)


def seconds(command: Command, folder: Path) -> float | None:
    """How long it takes there; None if there is no such target. Ends the process if it fails."""
    dry_run = ["make", "--dry-run", command.target]
    if subprocess.run(dry_run, cwd=folder, capture_output=True, check=False).returncode:
        return None
    if command.afresh:
        shutil.rmtree(folder / KEPT, ignore_errors=True)
    print(f"{command.name} …", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", command.target],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if "MAKE" not in name},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said, took = [], None
    for line in process.stdout or ():
        said.append(line)
        if command.until and command.until in line:
            took = time.monotonic() - started
            os.killpg(process.pid, signal.SIGINT)
    if process.wait() and took is None:
        sys.exit("".join(said))
    return round(took or time.monotonic() - started, 1)


if __name__ == "__main__":
    main()
