"""What Kaiwa's Lambda functions share: data models, and one gateway for each outside system."""

import gc

# What a start imports is no garbage. To look through it for some makes the start a tenth longer.
gc.set_threshold(200_000, 20, 20)
