"""Page builders: each computes all that a template needs, in a fixed number of queries."""
