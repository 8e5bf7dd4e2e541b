"""Print how large the packages are, and fail if Lambda would refuse them.

python -m scripts.sizes build/arm64/packages
"""

import sys
from pathlib import Path
from zipfile import ZipFile

from scripts.layers import LAYERS, layers_of

KILOBYTE = 1024

UNZIPPED_LIMIT = 250 * KILOBYTE**2
"""A function and its layers together, unzipped.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""


def main() -> None:
    """Print a line for each zip in the folder that the command line names."""
    packages = sorted(Path(sys.argv[1]).glob("*.zip"))
    unzipped = {package.stem: _unzipped(package) for package in packages}
    for package in packages:
        print(
            f"{package}  {package.stat().st_size / KILOBYTE:,.0f} kB zipped, "
            f"{unzipped[package.stem] / KILOBYTE:,.0f} kB unzipped"
        )
    largest = max(
        size + sum(unzipped[layer] for layer in layers_of(name))
        for name, size in unzipped.items()
        if name not in LAYERS
    )
    if largest > UNZIPPED_LIMIT:
        sys.exit("Lambda takes 250 MB at most: see scripts/package_dependencies.py.")


def _unzipped(package: Path) -> int:
    with ZipFile(package) as archive:
        return sum(entry.file_size for entry in archive.infolist())


if __name__ == "__main__":
    main()
