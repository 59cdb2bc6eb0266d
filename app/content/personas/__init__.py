"""Personas: who answers, what, and what they must be told. Must not decide what is right."""
