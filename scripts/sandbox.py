"""Run code from built zips in an interpreter that sees nothing else, as Lambda does."""

import venv
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile


def clean_python(folder: Path) -> Path:
    """The interpreter of a new virtual environment, made in `folder`, with no packages in it."""
    venv.create(folder, symlinks=True)
    return folder / "bin" / "python"


def unzipped(package: Path, folder: Path) -> Path:
    """The folder, with the package's files in it."""
    with ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


def command(python: Path, code: str, path: Sequence[Path]) -> list[str]:
    """How to run `code` with only the standard library and `path` on sys.path.

    -I: neither the environment nor the working folder; -B: nothing is written, for a Lambda's file
    system is read-only.
    """
    folders = [str(folder.resolve()) for folder in path]
    return [str(python), "-I", "-B", "-c", f"import sys; sys.path += {folders}\n{code}"]
