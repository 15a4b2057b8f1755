"""How Corpus speaks to its database: the address in the environment, and its own engine for SQLite."""
