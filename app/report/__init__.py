"""The report: one typed object, and its faces on the web and on paper."""
