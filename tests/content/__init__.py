"""The content we ship, and what the reader says of content that is not fit to ship."""
