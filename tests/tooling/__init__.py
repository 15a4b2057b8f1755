"""What the tests stand on: the environment, PostgreSQL, Chromium and the runner of all parts."""
