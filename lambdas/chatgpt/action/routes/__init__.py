"""The API's routes: each names its collaborators and calls one use case."""
