"""People, bodies and offices over time: who is one person under several names, and who was said to hold what, when."""
