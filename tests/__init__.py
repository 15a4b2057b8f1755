"""The tests and what runs them: parts by kind, factories, tooling."""
