"""Full-text search over records and pages, with filters, the same on SQLite and PostgreSQL.

`words` folds and stems, `question` reads what a user typed, `engines` puts it to a database, `index` keeps what is
searched, `passages` finds the sentences to show, `search` answers.
"""
