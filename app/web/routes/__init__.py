"""One module a noun; each exposes ``router`` and says who may see what it serves."""
