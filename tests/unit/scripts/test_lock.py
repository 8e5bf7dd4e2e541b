"""What locking says of itself, with real uv and packages that are nowhere but here."""

import os
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from scripts import lock

LOCK_OF_OLD = """\
alpha==1.0 \\
    --hash=sha256:0000000000000000000000000000000000000000000000000000000000000000
gone==1.0 \\
    --hash=sha256:0000000000000000000000000000000000000000000000000000000000000000
"""


@pytest.fixture
def requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for requirements, beside packages of which two have two versions."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for version in ("1.0", "2.0"):
        make_wheel(wheels, "alpha", version, needs="beta")
        make_wheel(wheels, "pinned", version)
    make_wheel(wheels, "beta", "1.0")
    settings = tmp_path / "uv.toml"
    settings.write_text(f'[pip]\nno-index = true\nfind-links = ["{wheels}"]\n')
    for name in [name for name in os.environ if name.startswith("UV_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UV_CONFIG_FILE", str(settings))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "requirements"
    folder.mkdir()
    return folder


def make_wheel(folder: Path, name: str, version: str, needs: str = "") -> None:
    """The least that uv takes for a package."""
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    if needs:
        metadata += f"Requires-Dist: {needs}\n"
    info = f"{name}-{version}.dist-info"
    with ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{info}/METADATA", metadata)
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(sys, "argv", ["lock", *words])
    lock.main()
    return capsys.readouterr().out


def test_locking_keeps_what_fits_and_says_what_changed(
    requirements: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (requirements / "one.in").write_text("alpha\n")
    (requirements / "one.txt").write_text(LOCK_OF_OLD)
    assert said(capsys, monkeypatch, "one") == (
        "Resolving requirements/one.in …\n  beta (new) → 1.0\n  gone 1.0 → (gone)\n"
    )


def test_updating_takes_the_newest_and_names_the_pins_that_hold_something_back(
    requirements: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (requirements / "one.in").write_text("alpha\n")
    (requirements / "one.txt").write_text(LOCK_OF_OLD.partition("gone")[0])
    (requirements / "two.in").write_text("# Exactly.\n-c one.txt\npinned==1.0\n")
    assert said(capsys, monkeypatch, "--upgrade", "one", "two") == (
        "Resolving requirements/one.in …\n"
        "  alpha 1.0 → 2.0\n"
        "  beta (new) → 1.0\n"
        "Resolving requirements/two.in …\n"
        "  pinned (new) → 1.0\n"
        "requirements/two.in pins pinned==1.0; there is 2.0.\n"
    )
    assert "--hash=sha256:" in (requirements / "two.txt").read_text()


def test_what_does_not_fit_together_changes_nothing(
    requirements: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (requirements / "one.in").write_text("alpha==3.0\n")
    (requirements / "one.txt").write_text(LOCK_OF_OLD)
    monkeypatch.setattr(sys, "argv", ["lock", "one"])
    with pytest.raises(SystemExit, match="no versions that fit together"):
        lock.main()
    assert (requirements / "one.txt").read_text() == LOCK_OF_OLD
    assert "alpha==3.0" in capfd.readouterr().err
