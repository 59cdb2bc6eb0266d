"""Mails: addresses, messages, and how they leave. Knows neither what they say nor for whom."""
