"""The JSON interface, through the whole application, on both databases."""
