"""What the tests of OpenAI's stand-in share."""

import httpx
import openai

from tests.unit.simulator.harness import KEY, Json


def sdk_of(served: httpx.Client) -> openai.OpenAI:
    """The official SDK, talking to the stand-in's real server."""
    return openai.OpenAI(api_key=KEY, base_url=f"{served.base_url}/v1", max_retries=0)


def refused(message: str, param: str, code: str) -> tuple[int, Json]:
    """OpenAI's answer to a request that is not right."""
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return 400, {"error": error}
