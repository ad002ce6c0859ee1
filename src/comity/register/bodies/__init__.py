"""Bodies over time: what is one body under several names, what it belongs to, and what took its place."""
