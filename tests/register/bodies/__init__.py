"""Bodies over time."""
