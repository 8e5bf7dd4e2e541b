"""The use case: look at the table, then use it as the other functions do."""

import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from pynamodb.exceptions import PynamoDBException, TableDoesNotExist

from kaiwa.table.items import USER, ByLineUserId, Message, TableMeta

INDEX_NAME = ByLineUserId.Meta.index_name
INDEX_PATIENCE_SECONDS = 10
"""How long the index may lag behind the table before the check calls it broken."""


class Check(TypedDict):
    """One thing that was looked at, and what was found."""

    name: str
    ok: bool
    detail: str


class Report(TypedDict):
    """All checks in their order; `ok` if every one of them is."""

    ok: bool
    table: str
    checks: list[Check]


class UnexpectedError(Exception):
    """What was found is not what the code expects. Its words go into the report."""


def check_table(table_name: str, sleep: Callable[[float], None] = time.sleep) -> Report:
    """Check the keys and the index, then write a probe item, query and delete it."""
    TableMeta.table_name = table_name
    probe = _probe()
    steps: list[tuple[str, Callable[[], str]]] = [
        ("the table answers and has the keys and the index", _check_schema),
        ("an item can be written", lambda: _write(probe)),
        ("the index finds it", lambda: _find(probe, sleep)),
        ("it can be deleted", lambda: _delete(probe)),
    ]
    checks = [_run(name, step) for name, step in steps]
    return {"ok": all(check["ok"] for check in checks), "table": table_name, "checks": checks}


def _run(name: str, step: Callable[[], str]) -> Check:
    try:
        return {"name": name, "ok": True, "detail": step()}
    except UnexpectedError as error:
        return {"name": name, "ok": False, "detail": str(error)}
    except PynamoDBException as error:
        return {"name": name, "ok": False, "detail": error.cause_response_code or "no answer"}


def _check_schema() -> str:
    try:
        table = Message.describe_table()
    except TableDoesNotExist:
        raise UnexpectedError("There is no such table. Run `make apply`.") from None
    indexes = {
        index["IndexName"]: _keys(index) for index in table.get("GlobalSecondaryIndexes", [])
    }
    expected_index = {
        "HASH": Message.line_user_id.attr_name,
        "RANGE": Message.created_at.attr_name,
    }
    if _keys(table) != {"HASH": Message.id.attr_name}:
        raise UnexpectedError(f"The table's keys are {_keys(table)}. Run `make apply`.")
    if indexes.get(INDEX_NAME) != expected_index:
        raise UnexpectedError(f"The table's indexes are {indexes}. Run `make apply`.")
    return f"{table['TableName']} with index {INDEX_NAME}"


def _keys(described: Mapping[str, Any]) -> dict[str, str]:
    return {key["KeyType"]: key["AttributeName"] for key in described["KeySchema"]}


def _probe() -> Message:
    now = datetime.now(UTC)
    name = f"probe#{uuid.uuid4()}"
    return Message(
        name,
        line_user_id=name,
        role=USER,
        content="A probe: 会話",
        created_at=now,
        updated_at=now,
        expires_at=now + timedelta(hours=1),
    )


def _write(probe: Message) -> str:
    probe.save(condition=Message.id.does_not_exist())
    return probe.id


def _find(probe: Message, sleep: Callable[[float], None]) -> str:
    for second in range(INDEX_PATIENCE_SECONDS):
        for found in Message.by_line_user_id.query(probe.line_user_id):
            if found.serialize() == probe.serialize():
                return f"after {second} s"
            raise UnexpectedError("The index returned an item that differs from what was written.")
        sleep(1)
    raise UnexpectedError(f"The index did not show it within {INDEX_PATIENCE_SECONDS} s.")


def _delete(probe: Message) -> str:
    probe.delete()
    return probe.id
