"""What holds for all tests."""

import sys

# jsonschema takes a second of each process to learn what an IRI is, which nothing here asks.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
