"""Lets ChatGPT reach the LINE conversation of the person who has signed in, and no other."""

import kaiwa  # noqa: F401 (before all else, for what it does to the start)
