"""What Kaiwa's Lambda functions share: data models, and one gateway for each outside system."""
