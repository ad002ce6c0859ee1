"""Read by Alembic when it migrates a register: the connection, with its transaction, is handed over by the program."""

from __future__ import annotations

from alembic import context

from comity.register.schema import metadata

# the program's own transaction holds the whole migration, so a killed one leaves nothing behind
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
