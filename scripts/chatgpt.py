"""Print what to paste into ChatGPT's form for an action, in the form's order.

    python -m scripts.chatgpt build/production/outputs.json

The client secret is printed too: it is what the form asks for.
"""

import sys
from pathlib import Path

from scripts.deployment import Deployment

FORM = """\
Authentication           OAuth
Client ID                {client_id}
Client Secret            {client_secret}
Authorization URL        {authorization_url}
Token URL                {token_url}
Scope                    {scope}
Token Exchange Method    Default (POST request)
Schema, import from URL  {openapi_url}
Privacy policy           {privacy_policy_url}
"""
NEXT = """\
ChatGPT then shows a callback URL with the GPT's id (g-…). Put that id into gpt_ids in
terraform/environments/*.tfvars and run `make apply` again. It changes whenever the action is made
anew. docs/chatgpt-action.md has all the steps."""


def main() -> None:
    """Print the form, and what to do with the address that ChatGPT shows then."""
    print(FORM.format(**Deployment.read(Path(sys.argv[1]))["chatgpt"]))
    print(NEXT)


if __name__ == "__main__":
    main()
