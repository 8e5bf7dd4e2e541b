"""What the cold starts are compared with."""
