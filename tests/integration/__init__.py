"""Tests on real databases, with real migrations: SQLite and PostgreSQL alike."""
