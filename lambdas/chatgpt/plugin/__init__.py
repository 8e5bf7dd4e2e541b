"""The MCP server that a plugin of ChatGPT, or any other client of MCP, calls.

Imported when `/mcp` is called and not before: the protocol's library takes its time.
"""
