"""PostgreSQL as Corpus uses it."""
