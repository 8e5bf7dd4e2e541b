"""The built zips, unzipped as Lambda does: today's, and those of the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from scripts.layers import COMMON, LAYERS, layers_of
from scripts.sandbox import unzipped

BASELINE = "baseline"
NOW = "now"
NAIVE = Path(__file__).parent

type Builds = Mapping[str, Path]
"""Where the zips of both were built: the folder with one for each platform."""


@dataclass(frozen=True)
class Packages:
    """Where the code of a build lies, by the package's name."""

    folders: dict[str, Path]

    def path_of(self, function: str) -> list[Path]:
        """What is on the function's path besides the standard library."""
        layers = [self.folders[layer] / "python" for layer in layers_of(function)]
        return [self.folders[function], *layers]

    @property
    def naive_path(self) -> list[Path]:
        return [NAIVE, self.folders[COMMON] / "python"]


def unpacked(builds: Builds, folder: Path) -> dict[str, Packages]:
    """The packages of each build, in `folder`."""
    return {
        name: Packages(
            {
                package.stem: unzipped(package, folder / name / package.stem)
                for package in (built / "host/packages").glob("*.zip")
            }
        )
        for name, built in builds.items()
    }


def layer_bytes(builds: Builds) -> dict[str, dict[str, int]]:
    """How large each layer for arm64 is when unzipped, by build and by layer."""
    return {
        name: {layer: _size(built / f"arm64/packages/{layer}.zip") for layer in LAYERS}
        for name, built in builds.items()
    }


def _size(package: Path) -> int:
    with ZipFile(package) as archive:
        return sum(entry.file_size for entry in archive.infolist())
