"""What Kaiwa's Lambda functions share: data models, and one gateway for each outside system."""

import gc
import os

__version__ = "1.0.0"
"""Kaiwa's, of which docs/upgrading.md says what it promises."""

# What a start imports is no garbage. To look through it for some makes the start a tenth longer.
gc.set_threshold(200_000, 20, 20)

# There are no plugins for pydantic here. To look for some reads the metadata of all packages.
# https://docs.pydantic.dev/latest/concepts/plugins/
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
