"""Proves that the deployed table is the one that the code expects, and that it works."""
