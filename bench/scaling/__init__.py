"""A simulation of Kaiwa under more load than one machine can make: docs/scaling.md."""
