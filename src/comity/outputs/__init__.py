"""What a reader is given: web pages, answers for programs, exports and printed briefs, read from the register."""
