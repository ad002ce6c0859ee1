"""What became of what was promised and signed: commitments and instruments over time."""
