"""Build the zip of one package of this repository, compiled.

python -m scripts.package_code SOURCE TARGET                        a function, for /var/task
python -m scripts.package_code SOURCE TARGET --onto DEPENDENCIES    the layer, for /opt/python
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from scripts.archive import compile_tree, write_zip


def main() -> None:
    """Build the zip that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--onto", type=Path)
    arguments = parser.parse_args()

    # Lambda unzips a function to /var/task and a layer to /opt, of which python/ is on sys.path.
    folder, mounted = ("python", "/opt/python") if arguments.onto else (".", "/var/task")
    with tempfile.TemporaryDirectory() as temporary:
        tree = Path(temporary, folder)
        shutil.copytree(
            arguments.source,
            tree / arguments.source.name,
            ignore=shutil.ignore_patterns("__pycache__", ".*"),
        )
        compile_tree(tree, mounted)
        write_zip(arguments.target, Path(temporary), base=arguments.onto)


if __name__ == "__main__":
    main()
