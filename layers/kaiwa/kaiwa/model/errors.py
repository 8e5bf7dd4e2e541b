"""What can go wrong with the model, as callers can act upon it."""


class ModelUnavailableError(Exception):
    """It did not work this time. Trying again soon can help."""


class ModelTimeoutError(Exception):
    """No answer within the deadline."""


class ModelRefusedError(Exception):
    """It won't work by trying again: the request, the key or the account is not accepted."""


class PictureRefusedError(ModelRefusedError):
    """OpenAI's safety system does not let this be drawn."""


class InputRefusedError(ModelRefusedError):
    """What it was asked about is not accepted: with something else it would work."""
