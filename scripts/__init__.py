"""Chores that the Makefile calls, each as `python -m scripts.<name>`."""
