"""The steps from one schema of the register to the next, run by the program when it opens a register to write."""
