"""The scopes as this deployment's Cognito calls them."""

from chatgpt import wiring


def scopes_called(name: str) -> list[str]:
    """The scopes with this name; Cognito puts the resource server's before those of its own."""
    return [scope for scope in wiring.settings().scopes if scope.rpartition("/")[2] == name]
