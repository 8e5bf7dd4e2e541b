"""Print the OpenAPI document as it is checked in, for a deployment that there isn't.

python -m scripts.openapi
"""

import json

from chatgpt.action.openapi import document
from chatgpt.api import build

URL = "https://api.example.com"
SCOPES = ("openid", "email", "profile", "kaiwa/read", "kaiwa/send")


def main() -> None:
    """Print it."""
    print(json.dumps(document(build(), URL, SCOPES), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
