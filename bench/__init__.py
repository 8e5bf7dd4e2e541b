"""How long the handlers take to start, compared with a naive one."""
