"""A folder's documents in a vector store of the stand-in's."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kaiwa.model.chat import ChatModel
from scripts import knowledge
from simulator.state import Simulator
from tests.unit.kaiwa.model.stand import SETTINGS
from tests.unit.scripts.conftest import Deployed
from tests.unit.simulator.harness import KEY

STORE = "kaiwa-test-knowledge"
NEXT = "In the deployment's tfvars file, and then `make apply`:"

type Run = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "rules").mkdir(parents=True)
    (folder / "hours.md").write_text("# Hours\nWe open at nine.")
    (folder / "rules/休暇.txt").write_text("Holidays are twenty days.")
    (folder / ".DS_Store").write_bytes(b"\0")
    return folder


@pytest.fixture
def run(
    deployed: Deployed,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    def run_it(*more: str) -> list[str]:
        monkeypatch.setattr(sys, "argv", deployed.arguments(str(folder), *more))
        knowledge.main()
        return capsys.readouterr().out.splitlines()

    return run_it


def kept(simulator: Simulator) -> list[tuple[str, str, bytes]]:
    """What is in stores: the store's name, the path in the folder, and the bytes."""
    known = simulator.vector_stores
    return sorted(
        (store.name, attributes["path"], known.files[file_id].data)
        for store in known.stores.values()
        for file_id, attributes in store.files.items()
    )


def setting(simulator: Simulator) -> str:
    (store,) = simulator.vector_stores.stores.values()
    return f'  openai_tools = [{{ type = "file_search", vector_store_ids = ["{store.id}"] }}]'


def test_only_what_is_new_is_uploaded_and_what_is_gone_is_removed(
    run: Run, folder: Path, simulator: Simulator
) -> None:
    said = run()
    assert said == [
        "Uploading 1 of 2: hours.md",
        "Uploading 2 of 2: rules/休暇.txt",
        f"{STORE} has 2: 2 uploaded, 0 unchanged, 0 removed.",
        NEXT,
        setting(simulator),
    ]
    assert run() == [
        f"{STORE} has 2: 0 uploaded, 2 unchanged, 0 removed.",
        NEXT,
        setting(simulator),
    ]
    (folder / "hours.md").write_text("# Hours\nWe open at ten.")
    (folder / "rules/休暇.txt").unlink()
    assert run() == [
        "Uploading 1 of 1: hours.md",
        "Removing an old or unfinished hours.md",
        "Removing an old or unfinished rules/休暇.txt",
        f"{STORE} has 1: 1 uploaded, 0 unchanged, 2 removed.",
        NEXT,
        setting(simulator),
    ]
    assert kept(simulator) == [(STORE, "hours.md", b"# Hours\nWe open at ten.")]
    assert len(simulator.vector_stores.files) == 1


def test_more_than_a_page_is_known(run: Run, folder: Path, simulator: Simulator) -> None:
    for number in range(101):
        (folder / f"{number:03}.md").write_text(f"Number {number}")
    run()
    assert run()[0] == f"{STORE} has 103: 0 uploaded, 103 unchanged, 0 removed."
    assert len(kept(simulator)) == 103


def test_another_name_is_another_store(run: Run, simulator: Simulator) -> None:
    run()
    run("--name", "shop")
    names = [store.name for store in simulator.vector_stores.stores.values()]
    assert names == [STORE, "kaiwa-test-shop"]


def test_what_somebody_else_put_there_stays(run: Run, simulator: Simulator) -> None:
    run()
    (store,) = simulator.vector_stores.stores.values()
    store.files[next(iter(store.files))] = {}
    assert run()[-3] == f"{STORE} has 2: 1 uploaded, 1 unchanged, 0 removed."
    assert len(store.files) == 3


def test_what_openai_does_not_take_keeps_all_back(
    run: Run, folder: Path, simulator: Simulator
) -> None:
    (folder / "budget.xlsx").write_bytes(b"PK")
    (folder / "empty.md").touch()
    (folder / "old.txt").write_bytes("表示".encode("cp932"))
    with pytest.raises(SystemExit) as ended:
        run()
    assert str(ended.value).splitlines() == [
        "Nothing was uploaded. OpenAI does not take:",
        (
            "  budget.xlsx: its type. Save it as one of .doc .docx .pdf .pptx .c .cpp .cs .css .go"
            " .html .java .js .json .md .php .py .rb .sh .tex .ts .txt, or move it elsewhere."
        ),
        "  empty.md: it is empty.",
        "  old.txt: its encoding. Save it as UTF-8.",
    ]
    assert simulator.vector_stores.files == {}


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (401, "It does not accept the key: make a new one and run `make secrets`."),
        (404, "It has no vector stores: they are OpenAI's, or it is gone since."),
    ],
)
def test_a_service_that_refuses_says_what_to_do(
    run: Run, deployed: Deployed, simulator: Simulator, status: int, remedy: str
) -> None:
    if status == 401:
        deployed.set_secret("OPEN_AI_API_KEY", "sk-another")
    else:
        deployed.outputs["openai_base_url"] += "/elsewhere"
    url = deployed.outputs["openai_base_url"]
    with pytest.raises(SystemExit) as ended:
        run()
    assert str(ended.value) == f"{url} answers {status}. {remedy}"


def test_a_file_that_openai_can_not_read_is_named_and_taken_back(
    run: Run, folder: Path, simulator: Simulator
) -> None:
    (folder / "blank.md").write_text("\n \n")
    with pytest.raises(SystemExit) as ended:
        run()
    assert str(ended.value) == (
        "OpenAI could not read blank.md: The file type is not supported or the file is empty."
        " Repeat the command: what is uploaded already is not uploaded again."
    )
    assert kept(simulator) == []


def test_an_answer_names_the_file_that_it_is_from(
    run: Run, deployed: Deployed, simulator: Simulator
) -> None:
    run()
    (store,) = simulator.vector_stores.stores.values()
    tool = {"type": "file_search", "vector_store_ids": [store.id]}
    settings = replace(SETTINGS, base_url=deployed.outputs["openai_base_url"], tools=[tool])
    asked = "What do the files say of holidays?"
    answer = ChatModel(KEY, settings).answer([{"role": "user", "content": asked}], "a")
    assert answer.text == (
        f'You said "{asked}". I found: Holidays are twenty days.\n\n- `休暇.txt`'
    )


def test_a_folder_that_is_not_there_is_asked_for(run: Run, folder: Path) -> None:
    folder.rename(folder.with_name("gone"))
    with pytest.raises(SystemExit) as ended:
        run()
    assert str(ended.value) == f"There is no folder {folder}. Name one: make knowledge FOLDER=…"
