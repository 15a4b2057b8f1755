"""Django's PostgreSQL engine with what a connection is told when it opens."""
