"""Pictures, recordings and files: what Kaiwa says to them, and what of them a prompt takes."""
