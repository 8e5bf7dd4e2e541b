"""Tests of the pages in a real browser, which is opened once for all of them."""
