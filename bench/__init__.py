"""How long the functions take to start and to answer, and what a turn costs: `make bench`."""
