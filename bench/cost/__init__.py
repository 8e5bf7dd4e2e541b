"""What Kaiwa costs: usage that is measured, prices that are read, and docs/cost.md made of both."""
