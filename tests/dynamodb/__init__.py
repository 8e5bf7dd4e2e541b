"""DynamoDB in memory, for tests that are not about DynamoDB: without HTTP, threads and clocks.

`test_differences.py` holds it to moto, and an end-to-end test to the emulator.
"""
