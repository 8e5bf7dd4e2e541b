"""Reproducible zips of Python code with its byte code: the same input gives the same bytes.

A Lambda's file system is read-only, so byte code that is not shipped is compiled on every cold
start. Unchecked-hash .pyc files carry no time stamp and are not compared with their source.
"""

import compileall
import importlib.util
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from py_compile import PycInvalidationMode
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold; every entry has it."""

REGULAR_FILE = 0o100644
"""A file that everybody may read, which is what Lambda asks for."""


def compile_tree(tree: Path, path_in_lambda: str) -> None:
    """Put a .pyc beside every .py under `tree`; what does not compile (Python 2) is removed.

    `path_in_lambda` is where `tree` will be mounted, for the file names in tracebacks.
    """
    # Where somebody keeps their byte code apart from the sources must not decide what is shipped.
    sys.pycache_prefix = None
    with warnings.catch_warnings():
        # Invalid escapes in other people's code.
        warnings.simplefilter("ignore")
        compileall.compile_dir(
            tree,
            stripdir=str(tree),
            prependdir=path_in_lambda,
            force=True,
            quiet=2,
            workers=1,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
            optimize=0,
        )
    for source in tree.rglob("*.py"):
        if not Path(importlib.util.cache_from_source(source, optimization="")).exists():
            source.unlink()


def write_zip(target: Path, tree: Path, base: Path | None = None) -> None:
    """Zip every file under `tree`, after the entries of the zip `base` if there is one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        unfinished = Path(temporary, target.name)
        if base:
            shutil.copyfile(base, unfinished)
        with ZipFile(unfinished, "a", ZIP_DEFLATED) as archive:
            for name, file in sorted(
                (file.relative_to(tree).as_posix(), file)
                for file in tree.rglob("*")
                if file.is_file()
            ):
                entry = ZipInfo(name, FIRST_ZIP_DATE)
                entry.create_system = 3  # Unix, whatever built it
                entry.external_attr = REGULAR_FILE << 16
                archive.writestr(entry, file.read_bytes(), ZIP_DEFLATED)
        unfinished.replace(target)
