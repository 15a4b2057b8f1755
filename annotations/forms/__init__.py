"""Forms: what a request may say, checked against the project it speaks of."""
