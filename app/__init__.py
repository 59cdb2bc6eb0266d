"""Balises: a self-diagnosis service on how organisations make alliances."""
