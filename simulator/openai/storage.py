"""The operations on files and vector stores."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from simulator.exchange import Answer
from simulator.faults import Fault
from simulator.openai.errors import OpenAIError, bad
from simulator.openai.requests import json_body
from simulator.openai.vector_stores import Store, StoredFile
from simulator.state import Simulator

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
MOST_ATTRIBUTES, LONGEST_KEY, LONGEST_VALUE = 16, 64, 512
MISSING = "missing_required_parameter"


async def upload(simulator: Simulator, request: Request, _: Fault | None) -> Response:
    async with request.form() as form:
        file, purpose = form.get("file"), str(form.get("purpose"))
        if not isinstance(file, UploadFile):
            raise bad("Missing required parameter: 'file'.", "file", MISSING)
        if purpose not in PURPOSES:
            raise bad(
                f"'{purpose}' is not one of {list(PURPOSES)} - 'purpose'",
                "purpose",
                "invalid_value",
            )
        data, name = await file.read(), file.filename or ""
    stores = simulator.vector_stores
    kept = StoredFile(stores.new_id("file-"), name, data, purpose, int(simulator.clock()))
    stores.files[kept.id] = kept
    return Answer(kept.described)


async def delete_file(simulator: Simulator, request: Request, _: Fault | None) -> Response:
    file_id = request.path_params["file_id"]
    if simulator.vector_stores.files.pop(file_id, None) is None:
        raise OpenAIError(404, f"No such File object: {file_id}")
    for store in simulator.vector_stores.stores.values():
        store.files.pop(file_id, None)
    return Answer({"id": file_id, "object": "file", "deleted": True})


async def vector_stores(simulator: Simulator, request: Request, _: Fault | None) -> Response:
    known = simulator.vector_stores
    if request.method == "GET":
        return _page([store.described for store in known.stores.values()], request)
    body = await json_body(request)
    metadata = body.get("metadata") or {}
    _check_pairs(metadata, "metadata")
    store = Store(known.new_id("vs_"), body.get("name") or "", int(simulator.clock()), metadata)
    known.stores[store.id] = store
    return Answer(store.described)


async def store_files(simulator: Simulator, request: Request, _: Fault | None) -> Response:
    known, store = simulator.vector_stores, _store(simulator, request)
    if request.method == "GET":
        return _page([known.in_store(store, each) for each in store.files], request)
    body = await json_body(request)
    file_id, attributes = body.get("file_id"), body.get("attributes") or {}
    if file_id not in known.files:
        raise OpenAIError(404, f"File with id {file_id} not found.")
    _check_pairs(attributes, "attributes")
    store.files[file_id] = attributes
    return Answer(known.in_store(store, file_id))


async def store_file(simulator: Simulator, request: Request, _: Fault | None) -> Response:
    store, file_id = _store(simulator, request), request.path_params["file_id"]
    if file_id not in store.files:
        raise OpenAIError(404, f"No file found with id '{file_id}' in vector store '{store.id}'.")
    if request.method == "GET":
        return Answer(simulator.vector_stores.in_store(store, file_id))
    del store.files[file_id]
    return Answer({"id": file_id, "object": "vector_store.file.deleted", "deleted": True})


def _store(simulator: Simulator, request: Request) -> Store:
    store_id = request.path_params["store_id"]
    store = simulator.vector_stores.stores.get(store_id)
    if store is None:
        raise OpenAIError(404, f"No vector store found with id '{store_id}'.")
    return store


def _page(found: list[dict[str, Any]], request: Request) -> Response:
    """A page of a list: 20 unless asked for up to 100, after the one with the id `after`."""
    limit = min(100, int(request.query_params.get("limit", 20)))
    ids = [each["id"] for each in found]
    after = request.query_params.get("after")
    begin = ids.index(after) + 1 if after in ids else 0
    data = found[begin : begin + limit]
    return Answer(
        {
            "object": "list",
            "data": data,
            "first_id": data[0]["id"] if data else None,
            "last_id": data[-1]["id"] if data else None,
            "has_more": begin + limit < len(found),
        }
    )


def _check_pairs(pairs: dict[str, Any], name: str) -> None:
    if len(pairs) > MOST_ATTRIBUTES:
        message = f"Invalid '{name}': too many properties. Expected at most {MOST_ATTRIBUTES}."
        raise bad(message, name, "object_above_max_properties")
    for key, value in pairs.items():
        if len(key) > LONGEST_KEY or len(str(value)) > LONGEST_VALUE:
            message = f"Invalid '{name}.{key}': string too long."
            raise bad(message, f"{name}.{key}", "string_above_max_length")
