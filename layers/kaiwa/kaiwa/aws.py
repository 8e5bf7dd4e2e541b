"""Calls of AWS that a cold start waits for: signed and sent by botocore, without its clients.

A client reads the description of a whole service. To import and make one takes a start as long as
all else in it (docs/decisions/0025-the-first-event-makes-no-client.md).
"""

import json
import os
import random
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from botocore import BOTOCORE_ROOT
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import ClientError, HTTPClientError, NoCredentialsError
from botocore.exceptions import ConnectionError as NoConnectionError
from botocore.httpsession import URLLib3Session
from botocore.loaders import Loader
from botocore.parsers import ResponseParserError
from botocore.utils import get_environ_proxies

from kaiwa.faults import NO_ANSWER, THROTTLED, UNAVAILABLE, count_fault, kind_of

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.config import Config
    from botocore.session import Session

WORTH_ANOTHER_TRY = (THROTTLED, UNAVAILABLE)
LONGEST_PAUSE_SECONDS = 0.2
"""Before the second try, and twice that before the next."""

AT_ONCE = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
"""Else a request's body waits 40 ms for the answer to its head."""


class Keys(NamedTuple):
    """What requests are signed with, by the names that botocore gives them."""

    access_key: str
    secret_key: str
    token: str | None


@dataclass(frozen=True)
class Service:
    """A service whose protocol is JSON. `target` is what its operations' names begin with.

    Time-outs are seconds, to connect and between two bytes. A call is made `attempts` times, if it
    is not answered or if the answer is that another time might be better.
    """

    name: str
    target: str
    json_version: str
    timeouts: tuple[float, float]
    attempts: int

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """The answer. Raises botocore's errors, which are counted as faults."""
        for attempt in range(1, self.attempts + 1):
            is_last = attempt == self.attempts
            try:
                response = self._send(operation, parameters)
            except (NoConnectionError, HTTPClientError):
                if is_last:
                    count_fault(self.name, NO_ANSWER)
                    raise
            else:
                if response.status_code < 300:
                    return _read(response)
                error = _refusal(operation, response)
                kind = kind_of(response.status_code, error.response["Error"]["Code"])
                if is_last or kind not in WORTH_ANOTHER_TRY:
                    if kind:
                        count_fault(self.name, kind)
                    raise error
            time.sleep(random.uniform(0, LONGEST_PAUSE_SECONDS * 2 ** (attempt - 1)))  # noqa: S311
        raise AssertionError("The last attempt returns or raises.")

    def _send(self, operation: str, parameters: Mapping[str, Any]) -> AWSResponse:
        region, url = _region(), _url(self.name, _region())
        headers = {
            "Content-Type": f"application/x-amz-json-{self.json_version}",
            "X-Amz-Target": f"{self.target}.{operation}",
        }
        # As all of AWS's SDKs do on Lambda: traces and the detection of loops go by it.
        if trace := os.environ.get("_X_AMZN_TRACE_ID"):
            headers["X-Amzn-Trace-Id"] = quote(trace, safe="-=;:+&[]{}\"',")
        body = json.dumps(parameters).encode()
        request = AWSRequest("POST", url, headers, body)
        SigV4Auth(_keys(), self.name, region).add_auth(request)
        return _http(url, self.timeouts).send(request.prepare())


def client(service: str, config: "Config | None" = None) -> "BaseClient":
    """A client of botocore's, for all that no start waits for."""
    return _session().create_client(service, config=config)


@cache
def _session() -> "Session":
    """botocore's, in which clients share what they read of its data."""
    from botocore.session import get_session

    return get_session()


def _keys() -> Any:
    """The function's own. Only a start from a snapshot has none in its environment.

    https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
    """
    environ = os.environ
    if "AWS_ACCESS_KEY_ID" in environ and "AWS_SECRET_ACCESS_KEY" in environ:
        ours = environ["AWS_ACCESS_KEY_ID"], environ["AWS_SECRET_ACCESS_KEY"]
        return Keys(*ours, environ.get("AWS_SESSION_TOKEN"))
    if fetched := _session().get_credentials():
        return fetched.get_frozen_credentials()
    raise NoCredentialsError


def _region() -> str:
    return os.environ.get("AWS_REGION") or os.environ["AWS_DEFAULT_REGION"]


@cache
def _http(url: str, timeouts: tuple[float, float]) -> URLLib3Session:
    """Connections to one place, kept. They go through the proxy that the environment names."""
    settings: Any = {
        "verify": os.environ.get("AWS_CA_BUNDLE") or os.environ.get("REQUESTS_CA_BUNDLE") or True,
        "proxies": get_environ_proxies(url),
        "timeout": timeouts,
        "socket_options": AT_ONCE,
    }
    return URLLib3Session(**settings)


def _url(service: str, region: str) -> str:
    """Where the service is, as in every SDK.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    """
    named = f"AWS_ENDPOINT_URL_{service.upper()}", "AWS_ENDPOINT_URL"
    ours = next(filter(None, map(os.environ.get, named)), None)
    return f"{(ours or _aws_url(service, region)).rstrip('/')}/"


@cache
def _aws_url(service: str, region: str) -> str:
    """By botocore's rules: of AWS's partitions, and of the endpoints for FIPS and IPv6."""
    loader = Loader([f"{BOTOCORE_ROOT}/data"], include_default_search_paths=False)
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    wanted = {
        "UseFIPS": _is_set("AWS_USE_FIPS_ENDPOINT"),
        "UseDualStack": _is_set("AWS_USE_DUALSTACK_ENDPOINT"),
    }
    provider = EndpointProvider(rules, loader.load_data("partitions"))
    return str(provider.resolve_endpoint(Region=region, **wanted).url)


def _is_set(name: str) -> bool:
    return os.environ.get(name, "").lower() == "true"


def _read(response: AWSResponse) -> dict[str, Any]:
    try:
        return dict(json.loads(response.content))
    except (ValueError, TypeError) as error:
        raise ResponseParserError("An answer of AWS's is no JSON object.") from error


def _refusal(operation: str, response: AWSResponse) -> ClientError:
    """What botocore's clients raise. The code may come with a namespace in front of it."""
    try:
        body = json.loads(response.content)
        code = str(body["__type"]).rpartition("#")[2]
    except (ValueError, TypeError, KeyError):
        body, code = {}, str(response.status_code)
    said = body.get("message") or body.get("Message") or ""
    metadata = {"HTTPStatusCode": response.status_code}
    refusal: Any = {"Error": {"Code": code, "Message": said}, "ResponseMetadata": metadata}
    return ClientError(refusal, operation)
