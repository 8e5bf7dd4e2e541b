"""The use case: hand somebody who wants to sign in over to Cognito."""

from urllib.parse import parse_qs


class NotOurClientError(Exception):
    """It is not how ChatGPT, with the client of this deployment, begins a sign-in."""


def sign_in_location(raw_query: str, client_id: str, sign_in_url: str) -> str:
    """Cognito's address for the same request, its query left exactly as it came.

    Always Cognito's: where it sends the person afterwards is Cognito's to check. Raises
    `NotOurClientError`, also if a parameter that is checked here comes twice, because Cognito
    might look at the other one.
    """
    try:
        query = parse_qs(raw_query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise NotOurClientError from None
    is_ours = query.get("client_id") == [client_id] and query.get("response_type") == ["code"]
    if not is_ours or not (raw_query.isascii() and raw_query.isprintable()):
        raise NotOurClientError
    return f"{sign_in_url}/oauth2/authorize?{raw_query}"
