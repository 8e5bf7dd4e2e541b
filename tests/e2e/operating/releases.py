"""Packages with other code than what is deployed, as the next release has."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.stack import ROOT

OLD, NEW = "Ask me anything", "Ask me whatever you like"
"""What the answer to /help begins with, before and after."""


def with_other_words(code: str) -> str:
    """Python code of line_reply, of which /help tells that it is another."""
    return code.replace(OLD, NEW)


def packages(folder: Path, changes: Mapping[str, Callable[[str], str]]) -> str:
    """Build what is in `build/host/packages`, with the code of some packages changed.

    Returns make's variable for them.
    """
    shutil.rmtree(folder, ignore_errors=True)
    built = shutil.copytree(ROOT / "build/host/packages", folder / "packages")
    for name, change in changes.items():
        source = ROOT / ("layers/kaiwa/kaiwa" if name == "layer" else f"lambdas/{name}")
        copy = shutil.copytree(source, folder / source.name)
        for file in copy.rglob("*.py"):
            file.write_text(change(file.read_text()))
        onto = ["--onto", "build/host/dependencies.zip"] if name == "layer" else []
        subprocess.run(
            [
                *(sys.executable, "-m", "scripts.package_code"),
                *(str(copy), str(built / f"{name}.zip"), *onto),
            ],
            check=True,
            cwd=ROOT,
        )
    return f"PACKAGES={built.relative_to(ROOT)}"
