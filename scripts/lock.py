"""Resolve requirements/*.in to the *.txt that are installed, and say what changed.

python -m scripts.lock layer mcp development …              keep what is locked and still fits
python -m scripts.lock --upgrade layer mcp development …    take the newest of everything

What an .in pins exactly stays as it is; where there is something newer, that is said.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.package_dependencies import read

FOLDER = Path("requirements")
OPTIONS = ["--universal", "--python-version", "3.13", "--no-header", "--no-annotate", "--quiet"]
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def main() -> None:
    """Renew the locks that the command line names, one after the other: some constrain others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true")
    parser.add_argument("names", nargs="+")
    arguments = parser.parse_args()

    for name in arguments.names:
        print(f"Resolving {FOLDER / name}.in …", flush=True)
        before = _versions(name)
        _resolve(name, upgrade=arguments.upgrade)
        for line in _changes(before, _versions(name)):
            print(f"  {line}")
    if arguments.upgrade:
        for name in arguments.names:
            for line in _newer_than_pinned(name):
                print(line)


def _changes(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """A line for each package whose version is another one now, is new or is gone."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"{name} {before.get(name, '(new)')} → {after.get(name, '(gone)')}"


def _versions(name: str) -> dict[str, str]:
    lock = FOLDER / f"{name}.txt"
    if not lock.exists():
        return {}
    return {
        package: requirement.partition("==")[2].split()[0]
        for package, requirement in read(lock).items()
    }


def _resolve(name: str, *, upgrade: bool) -> None:
    target = ["--output-file", str(FOLDER / f"{name}.txt"), "--generate-hashes"]
    _compile([*target, *(["--upgrade"] if upgrade else []), str(FOLDER / f"{name}.in")])


def _newer_than_pinned(name: str) -> Iterator[str]:
    pins = dict(PIN.findall((FOLDER / f"{name}.in").read_text()))
    # Of nothing uv makes nothing, with a warning.
    newest = dict(PIN.findall(_compile(["--no-deps", "-"], "\n".join(pins)))) if pins else {}
    for package, version in pins.items():
        if newest[package] != version:
            yield f"{FOLDER / name}.in pins {package}=={version}; there is {newest[package]}."


def _compile(arguments: list[str], requirements: str = "") -> str:
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *arguments]
    result = subprocess.run(
        command, check=False, input=requirements, stdout=subprocess.PIPE, text=True
    )
    if result.returncode:
        sys.exit("uv found no versions that fit together: its message is above.")
    return result.stdout


if __name__ == "__main__":
    main()
