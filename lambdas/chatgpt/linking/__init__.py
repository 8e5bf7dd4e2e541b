"""Linking in a browser: the use case, and the pages that people see of it."""
