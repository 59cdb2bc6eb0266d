"""What the service does, one family of verbs a file; the only callers of the store."""
