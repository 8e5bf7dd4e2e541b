"""The explored world: the real handlers among stand-ins that fail, lag and crash as a schedule says
(docs/decisions/0035-schedules-are-explored.md).
"""
