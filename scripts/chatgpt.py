"""Print what to enter in ChatGPT: for a plugin first, then for a GPT with an action.

    python -m scripts.chatgpt build/production/outputs.json

The client secret of the action is printed too: it is what its form asks for.
"""

import sys
from pathlib import Path

from scripts.deployment import Deployment

PLUGIN = """\
A PLUGIN: ChatGPT, Codex, Claude and other clients of MCP

MCP server URL           {mcp_url}
Authentication           OAuth
Scopes                   {scope}
Registration             automatic: leave client ID and secret empty

Only for a client that cannot register, or finds nothing out by itself:

Client ID                {client_id}
Client Secret            none: it is a public client, with PKCE (S256)
Authorization URL        {authorization_url}
Token URL                {token_url}
Registration URL         {registration_url}
"""
REDIRECTS = """\
After signing in, people are sent back to these addresses and to no other:
"""
PLUGIN_NEXT = """
For a client that comes from elsewhere, put its address into plugin_redirect_uris in
terraform/environments/*.tfvars and run `make apply` again. docs/chatgpt-plugin.md has all the
steps.
"""
ACTION = """\
A GPT WITH AN ACTION, where GPTs still exist, in the form's order

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
ACTION_NEXT = """\
ChatGPT then shows a callback URL with the GPT's id (g-…). Put that id into gpt_ids in
terraform/environments/*.tfvars and run `make apply` again. It changes whenever the action is made
anew. docs/chatgpt-action.md has all the steps."""


def main() -> None:
    """Print both forms, and what to do with addresses that are not known yet."""
    deployment = Deployment.read(Path(sys.argv[1]))
    plugin, action = deployment["plugin"], deployment["chatgpt"]
    print(PLUGIN.format(**plugin))
    print(REDIRECTS + "".join(f"\n  {uri}" for uri in plugin["redirect_uris"]))
    print(PLUGIN_NEXT)
    print(ACTION.format(**action))
    print(ACTION_NEXT)


if __name__ == "__main__":
    main()
