"""Tests that touch neither disk nor database."""
