"""What Kaiwa's Lambda functions share: data models, and one gateway for each outside system."""

import gc

__version__ = "1.0.0"
"""Kaiwa's, of which docs/upgrading.md says what it promises."""

# What a start imports is no garbage. To look through it for some makes the start a tenth longer.
gc.set_threshold(200_000, 20, 20)
