"""What a page of the corpus needs, in a fixed number of queries."""
