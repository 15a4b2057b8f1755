"""Django's SQLite engine with a queue for writers, so that many at once wait their turn instead of racing."""
