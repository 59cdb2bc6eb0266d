"""The database: tables, repositories and migrations; no rule of the domain and no web here."""
