"""Mail: where to, what it says, and a queue that outlives a mail server that is down."""
