"""What takes most of a test's time and is always the same: read, or made, once in a process."""

import os
import ssl
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import boto3
import botocore.hooks
import botocore.session
import moto.cognitoidp.models
import moto.core.responses
import pytest
from botocore.config import Config
from botocore.hooks import EventAliaser, HierarchicalEmitter
from botocore.session import Session
from joserfc import jwk
from moto.utilities.utils import load_resource

type Create = Callable[..., Any]


class OneKey:
    """moto's key of all user pools, whatever they ask for."""

    @staticmethod
    @cache
    def _key() -> jwk.RSAKey:
        return jwk.RSAKey.import_key(load_resource("cognitoidp/resources/jwks-private.json"))

    @classmethod
    def import_key(cls, _: object) -> jwk.RSAKey:
        return cls._key()


def made_once(create: Create) -> Create:
    """Clients of a session, each made once: they are the same as long as the environment is."""

    def client(session: Session, *arguments: Any, **named: Any) -> Any:
        known = vars(session).setdefault("known_clients", {})
        environment = sorted(each for each in os.environ.items() if each[0].startswith("AWS_"))
        options = {name: _options(value) for name, value in named.items()}
        key = repr((arguments, options, environment))
        if key not in known:
            known[key] = create(session, *arguments, **named)
        return known[key]

    return client


def _options(value: Any) -> Any:
    return vars(value)["_user_provided_options"] if isinstance(value, Config) else value


def read_once(patch: pytest.MonkeyPatch) -> None:
    """botocore's session with its data, hooks and clients, what moto knows of itself, and the
    authorities that clients of HTTP would trust.
    """
    aliaser: Any = EventAliaser(HierarchicalEmitter())
    names = cache(aliaser._alias_event_name)
    patch.setattr(EventAliaser, "_alias_event_name", lambda _, name: names(name))
    patch.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
    patch.setattr(boto3, "_get_default_session", cache(boto3.Session))
    patch.setattr(Session, "create_client", made_once(Session.create_client))
    patch.setattr(botocore.hooks, "accepts_kwargs", cache(botocore.hooks.accepts_kwargs))
    trusting = cache(ssl.create_default_context)
    for name in ("create_default_context", "_create_default_https_context"):
        patch.setattr(ssl, name, trusting)
    patch.setattr(moto.cognitoidp.models, "jwk", SimpleNamespace(RSAKey=OneKey))
    methods: Any = moto.core.responses
    patch.setattr(methods, "method_names_from_class", cache(methods.method_names_from_class))
