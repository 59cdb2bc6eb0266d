"""Journeys in a real Chromium against a real server with the content that is shipped."""
