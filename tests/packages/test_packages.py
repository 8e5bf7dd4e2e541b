"""The built zips, as AWS gets them but for the CPU. `make package-test` builds them first."""

import json
import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import CodeType
from zipfile import ZipFile

import pytest

from scripts.layers import COMMON, LAYERS, MCP, layers_of
from scripts.sandbox import clean_python, command, unzipped

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "build/host/packages"
FUNCTIONS = sorted(path.parent.name for path in ROOT.glob("lambdas/*/handler.py"))
OWN = [COMMON, *FUNCTIONS]
"""The zips with code of this repository."""
ZIPS = [MCP, *OWN]

PROBE = Path(__file__).with_name("probe.py")
CALLS = Path(__file__).with_name("calls.py")
SNAPSHOT = Path(__file__).with_name("snapshot.py")
TAG = sys.implementation.cache_tag
UNCHECKED_HASH = 0b01
"""Flags of a .pyc that is neither dated nor compared with its source (PEP 552)."""


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter in a virtual environment of its own, without any packages."""
    return clean_python(tmp_path_factory.mktemp("venv"))


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What each layer puts on sys.path."""
    return {
        name: unzipped(PACKAGES / f"{name}.zip", tmp_path_factory.mktemp(name)) / "python"
        for name in LAYERS
    }


def run(python: Path, code: str, path: list[Path]) -> str:
    """What the code prints, which must be all that it says."""
    result = subprocess.run(
        command(python, code, path), capture_output=True, check=False, env={}, text=True
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def imported(function: str, python: Path, layers: dict[str, Path], folder: Path) -> set[str]:
    """The modules that importing the function's handler from its zip loads."""
    task = unzipped(PACKAGES / f"{function}.zip", folder)
    code = (
        f"from {function}.handler import lambda_handler\n"
        "import sys\n"
        "assert callable(lambda_handler)\n"
        "print(*sys.modules)"
    )
    return set(run(python, code, [task, *(layers[name] for name in layers_of(function))]).split())


def test_each_function_and_layer_has_a_zip() -> None:
    assert sorted(path.stem for path in PACKAGES.glob("*.zip")) == sorted(ZIPS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_handler_needs_only_its_zip_and_its_layers(
    function: str, python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    assert f"{function}.handler" in imported(function, python, layers, tmp_path)


def test_chatgpt_alone_has_the_second_layer() -> None:
    """Terraform's tests say the same of what is deployed."""
    assert {name for name in FUNCTIONS if MCP in layers_of(name)} == {"chatgpt"}


def test_the_webhook_loads_no_client_no_sdk_and_not_the_table(
    python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    loaded = imported("line_webhook", python, layers, tmp_path)
    heavy = {"aws_lambda_powertools", "boto3", "botocore.client", "linebot", "openai", "pynamodb"}
    assert loaded & {*heavy, "kaiwa.table.messages"} == set()


def test_what_only_the_plugin_needs_does_not_slow_the_actions_start(
    python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    loaded = imported("chatgpt", python, layers, tmp_path)
    assert loaded & {"cryptography", "jwt", "mangum", "mcp", "starlette"} == set()


def test_nobody_waits_for_the_table_to_sign_in(
    python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    loaded = imported("chatgpt", python, layers, tmp_path)
    assert loaded & {"kaiwa.table.items", "pynamodb", "urllib3"} == set()


def test_to_see_whether_the_connection_works_takes_neither_settings_nor_gateways(
    python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    loaded = imported("chatgpt", python, layers, tmp_path)
    late = {"chatgpt.conversation.queries", "chatgpt.conversation.time_span", "chatgpt.settings"}
    late |= {"chatgpt.sign_in.form", "chatgpt.sign_in.metadata", "kaiwa.gateways"}
    assert loaded & late == set()


def test_a_start_looks_for_no_plugins_of_pydantic(
    python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    """Even if a layer brings some: to look for them makes a start a fortieth longer."""
    path = [unzipped(PACKAGES / "chatgpt.zip", tmp_path), *layers.values()]
    code = (
        "import importlib.metadata\n"
        "def refuse(**_): raise AssertionError('It looked.')\n"
        "importlib.metadata.entry_points = refuse\n"
        "from chatgpt.api import api\n"
        "api()\n"
    )
    assert run(python, code, path) == ""


@pytest.mark.parametrize(
    ("function", "heavy"),
    [
        ("chatgpt", "mcp pynamodb"),
        ("check_dynamodb", "pynamodb"),
        ("line_reply", "linebot.v3.messaging openai pynamodb"),
        ("line_webhook", ""),
    ],
)
def test_a_snapshot_has_the_libraries_but_nothing_of_one_start(
    function: str, heavy: str, python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    path = [unzipped(PACKAGES / f"{function}.zip", tmp_path)]
    path += [layers[name] for name in layers_of(function)]
    code = f"import os\nos.environ['FUNCTION'] = '{function}'\n{SNAPSHOT.read_text()}"
    assert run(python, code, path) == f"{heavy}\n"


def test_no_file_is_in_both_layers() -> None:
    """Lambda unzips them onto each other: the later one would win."""
    names = [set(ZipFile(PACKAGES / f"{layer}.zip").namelist()) for layer in LAYERS]
    assert set.intersection(*names) == set()


def test_the_layers_together_answer_a_call_of_a_tool(python: Path, layers: dict[str, Path]) -> None:
    """Nothing was pruned that serving MCP on Lambda and verifying a token need."""
    printed = run(python, PROBE.read_text(), [layers[name] for name in LAYERS])
    assert json.loads(printed) == {"answer": {"sum": 3}, "verified": {"sub": "somebody"}}


def test_nothing_was_pruned_that_a_call_needs(
    python: Path, layers: dict[str, Path], tmp_path: Path
) -> None:
    path = [unzipped(PACKAGES / f"{name}.zip", tmp_path / name) for name in FUNCTIONS]
    code = f"import os\nos.environ['PACKAGES'] = '{' '.join(['kaiwa', *FUNCTIONS])}'\n"
    asked = run(python, code + CALLS.read_text(), [*path, *(layers[name] for name in LAYERS)])
    assert asked.split("\n") == [
        "AmazonSQS.ChangeMessageVisibility",
        "AmazonSQS.SendMessage",
        "AmazonSSM.GetParameter",
        "DynamoDB_20120810.BatchGetItem",
        "DynamoDB_20120810.DeleteItem",
        "DynamoDB_20120810.GetItem",
        "DynamoDB_20120810.PutItem",
        "DynamoDB_20120810.Query",
        "DynamoDB_20120810.TransactWriteItems",
        "DynamoDB_20120810.UpdateItem",
        "GET /exports",
        "GET /v2/bot/message/quota",
        "POST /exports",
        "POST /v1/audio/transcriptions",
        "POST /v1/moderations",
        "POST /v1/responses",
        "POST /v2/bot/chat/loading/start",
        "POST /v2/bot/message/push",
        "POST /v2/bot/message/reply",
        "PUT /exports",
    ]


@pytest.mark.parametrize("name", ZIPS)
def test_all_code_is_compiled_for_where_it_will_be(name: str) -> None:
    mounted = "/opt" if name in LAYERS else "/var/task"
    with ZipFile(PACKAGES / f"{name}.zip") as archive:
        names = set(archive.namelist())
        sources = {path for path in names if path.endswith(".py")}
        compiled = {path for path in names if path.endswith(".pyc")}
        assert compiled == {pyc_of(source) for source in sources}
        for source in sources:
            pyc = archive.read(pyc_of(source))
            assert int.from_bytes(pyc[4:8], "little") == UNCHECKED_HASH
            code: CodeType = marshal.loads(pyc[16:])  # noqa: S302 (built here)
            assert code.co_filename == f"{mounted}/{source}"


def pyc_of(source: str) -> str:
    path = Path(source)
    return str(path.parent / "__pycache__" / f"{path.stem}.{TAG}.pyc")


@pytest.mark.parametrize("name", OWN)
def test_the_same_sources_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    source = ROOT / ("layers/kaiwa/kaiwa" if name == COMMON else f"lambdas/{name}")
    # Another place, other time stamps and permissions.
    copy = shutil.copytree(source, tmp_path / source.name, copy_function=shutil.copyfile)
    built = tmp_path / "built.zip"
    onto = ["--onto", str(ROOT / "build/host/dependencies.zip")] if name == COMMON else []
    subprocess.run(
        [sys.executable, "-m", "scripts.package_code", str(copy), str(built), *onto],
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1"},
    )
    assert built.read_bytes() == (PACKAGES / f"{name}.zip").read_bytes()


def test_lambda_takes_the_sizes() -> None:
    subprocess.run([sys.executable, "-m", "scripts.sizes", str(PACKAGES)], check=True, cwd=ROOT)
