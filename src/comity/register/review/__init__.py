"""People correct the register: a queue of what is worth a look, and decisions kept beside what the program said."""
