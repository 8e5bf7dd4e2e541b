"""Where a stack's parts are reached by people and programs, by the ports that were chosen."""

PLUGIN_REDIRECT_URIS = (
    "https://chatgpt.com/connector_platform_oauth_redirect",
    "https://claude.ai/api/mcp/auth_callback",
    "https://claude.com/api/mcp/auth_callback",
)
"""Terraform's defaults, beside which the simulator has an address of its own."""


def callback_url(simulator_port: int) -> str:
    """Where Cognito sends people back to who signed in on the page for ChatGPT's side.

    Without TLS Cognito takes only localhost, and by this name.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-idp-settings.html
    """
    return f"http://localhost:{simulator_port}/chatgpt/callback"


def plugin_callback_url(simulator_port: int) -> str:
    """The same for who signed in to the plugin."""
    return f"http://localhost:{simulator_port}/chatgpt/plugin/callback"


def api_url(port: int) -> str:
    """Where the deployed API is reached: by a name to which Cognito also sends people back."""
    return f"http://localhost:{port}"
