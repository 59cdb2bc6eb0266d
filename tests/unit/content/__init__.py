"""How content is read, in small."""
