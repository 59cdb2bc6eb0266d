"""The second pass: what the pieces of content say of each other. Finds; changes nothing."""
