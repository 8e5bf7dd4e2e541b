"""Letting moto answer what is sent to AWS without a client, as it answers clients."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.httpsession import URLLib3Session
from moto.core.models import botocore_stubber


@contextmanager
def moto_answers_signed_requests() -> Iterator[None]:
    """As long as the block lasts. Where moto is not in place, they go where they went before."""
    sent = URLLib3Session.send

    def send(session: URLLib3Session, request: Any) -> Any:
        return botocore_stubber("before-send", request) or sent(session, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(URLLib3Session, "send", send)
        yield
