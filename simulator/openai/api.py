"""OpenAI's API, as far as a conversation needs it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.faults import Fault
from simulator.openai.errors import OpenAIError
from simulator.openai.moderations import moderations
from simulator.openai.requests import operation
from simulator.openai.responses import responses
from simulator.openai.storage import (
    delete_file,
    store_file,
    store_files,
    upload,
    vector_stores,
)
from simulator.openai.transcriptions import transcriptions
from simulator.state import Simulator

STORE, GET_POST = "/v1/vector_stores/{store_id}", ["GET", "POST"]


async def unknown(_: Simulator, request: Request, __: Fault | None) -> Response:
    raise OpenAIError(
        404, f"Unknown request URL: {request.method} {request.url.path}.", code="unknown_url"
    )


ROUTES = [
    Route("/v1/responses", operation("responses", responses), methods=["POST"]),
    Route(
        "/v1/audio/transcriptions", operation("transcriptions", transcriptions), methods=["POST"]
    ),
    Route("/v1/moderations", operation("moderations", moderations), methods=["POST"]),
    Route("/v1/files", operation("files", upload), methods=["POST"]),
    Route("/v1/files/{file_id}", operation("files", delete_file), methods=["DELETE"]),
    Route("/v1/vector_stores", operation("vector_stores", vector_stores), methods=GET_POST),
    Route(f"{STORE}/files", operation("vector_stores", store_files), methods=GET_POST),
    Route(
        f"{STORE}/files/{{file_id}}",
        operation("vector_stores", store_file),
        methods=["GET", "DELETE"],
    ),
    Route("/v1/{path:path}", operation("unknown", unknown), methods=["GET", "POST", "DELETE"]),
]
