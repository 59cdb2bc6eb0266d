"""The web edge: requests in, pages and JSON out; no SQL and no rule of the domain lives here."""
