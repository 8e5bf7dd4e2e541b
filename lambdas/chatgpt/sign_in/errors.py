"""What goes wrong in OAuth, by OAuth's own codes."""


class OAuthError(Exception):
    """A request that is refused here already. `status` is HTTP's.

    https://www.rfc-editor.org/rfc/rfc6749#section-5.2
    """

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.status = status


class RefusedWithRedirectError(Exception):
    """The request is refused, and the client is told by a redirect to `location`."""

    def __init__(self, location: str) -> None:
        super().__init__("redirect")
        self.location = location
