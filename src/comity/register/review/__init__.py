"""People correct the register: a queue of what is worth a look, decisions that are kept beside what the program said."""
