"""Reproducible zips, on small trees."""

import os
import stat
from pathlib import Path
from zipfile import ZipFile

from scripts.archive import FIRST_ZIP_DATE, compile_tree, write_zip


def write(tree: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tree


def test_entries_are_sorted_and_tell_nothing_of_the_machine(tmp_path: Path) -> None:
    tree = write(tmp_path / "tree", {"b.txt": "b", "a/c.txt": "c"})
    os.utime(tree / "b.txt", (1, 1))
    (tree / "b.txt").chmod(0o600)
    write_zip(tmp_path / "target.zip", tree)
    with ZipFile(tmp_path / "target.zip") as archive:
        assert [
            (entry.filename, entry.date_time, stat.filemode(entry.external_attr >> 16))
            for entry in archive.infolist()
        ] == [("a/c.txt", FIRST_ZIP_DATE, "-rw-r--r--"), ("b.txt", FIRST_ZIP_DATE, "-rw-r--r--")]


def test_a_zip_can_be_made_onto_another(tmp_path: Path) -> None:
    base = tmp_path / "base.zip"
    write_zip(base, write(tmp_path / "one", {"z.txt": "first"}))
    bytes_before = base.read_bytes()
    write_zip(tmp_path / "target.zip", write(tmp_path / "two", {"a.txt": "second"}), base)
    with ZipFile(tmp_path / "target.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "z.txt": b"first",
            "a.txt": b"second",
        }
    assert base.read_bytes() == bytes_before


def test_what_does_not_compile_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"good.py": "x = 1", "old.py": "print 'Python 2'", "data.json": "{}"})
    compile_tree(tmp_path, "/var/task")
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "data.json",
        "good.cpython-313.pyc",
        "good.py",
    ]
