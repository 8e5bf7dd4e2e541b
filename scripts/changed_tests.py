"""Name the unit tests of what has changed since a commit, for `make check`.

    python -m scripts.changed_tests HEAD

`tests/unit` mirrors the code. So the tests of a file are those in the folder that mirrors its own,
and those in no folder, which look at the whole.
"""

import subprocess
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
UNIT = "tests/unit"
SHARED = ("tests", "tests/dynamodb", "tests/fakes")
"""Builders and fakes, for all tests."""
MIRRORS = {
    "layers/kaiwa/kaiwa": f"{UNIT}/kaiwa",
    "lambdas": UNIT,
    "bench": f"{UNIT}/bench",
    "scripts": f"{UNIT}/scripts",
    "simulator": f"{UNIT}/simulator",
    "terraform": f"{UNIT}/terraform",
}


def main() -> None:
    """Print the tests' files, one a line."""
    found = {test for path in changed(sys.argv[1]) for test in looking_at(path, ROOT)}
    print("\n".join(sorted(str(test.relative_to(ROOT)) for test in found)))


def changed(commit: str) -> list[str]:
    """The paths of what differs from the commit in this folder, and of what is new."""
    return [
        *_git("diff", "--name-only", commit),
        *_git("ls-files", "--others", "--exclude-standard"),
    ]


def looking_at(path: str, root: Path) -> set[Path]:
    """The files of unit tests that look at the file with this path."""
    unit, file = root / UNIT, root / path
    if file.parent in [root / folder for folder in SHARED]:
        return set(unit.rglob("test_*.py"))
    return set(unit.glob("test_*.py")) | _in_folder(path, file, root)


def _in_folder(path: str, file: Path, root: Path) -> set[Path]:
    if not path.startswith("tests/"):
        return set(_mirror(path, root).glob("test_*.py"))
    if not path.startswith(f"{UNIT}/"):
        return set()
    if file.name.startswith("test_"):
        return {file} & set(file.parent.glob("*.py"))
    return set(file.parent.rglob("test_*.py"))


def _mirror(path: str, root: Path) -> Path:
    """The folder of tests for the folder of this file, or for the next one above that has tests."""
    for code, tests in MIRRORS.items():
        if path.startswith(f"{code}/"):
            folder = root / tests / PurePosixPath(path).relative_to(code).parent
            return next(each for each in (folder, *folder.parents) if each.is_dir())
    return root / UNIT


def _git(*arguments: str) -> list[str]:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


if __name__ == "__main__":
    main()
