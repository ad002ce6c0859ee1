"""Page to Coding: parse, mentions, actors, places, dates, events, commitments, instruments, offices."""
