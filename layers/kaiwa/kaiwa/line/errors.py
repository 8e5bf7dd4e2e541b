"""What can go wrong with a call to LINE, in the words that its callers act upon."""


class InvalidReplyTokenError(Exception):
    """The reply token is used or expired: this call delivered nothing."""


class LineUnavailableError(Exception):
    """LINE took no notice of this call: too many of them, no connection, or a bad access token.

    Trying again later can help.
    """


class LineUnclearError(Exception):
    """The call may have taken effect, or not."""


class LineRefusedError(Exception):
    """LINE refused the call, for good."""


class MessageRefusedError(LineRefusedError):
    """LINE refused what was to be sent, not the call as such. Nothing of it was sent."""


class ContentNotReadyError(Exception):
    """LINE is still preparing what the user sent. Trying again later can help."""


class ContentGoneError(Exception):
    """LINE no longer has what the user sent: it was taken back, or kept for long enough."""


class NoContentError(ContentGoneError):
    """LINE has nothing under this id: a message of words, or one that is too old."""


class ContentTooLargeError(Exception):
    """What the user sent is larger than the caller takes."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"more than {most_bytes} bytes")
        self.most_bytes = most_bytes
