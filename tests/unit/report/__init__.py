"""Tests of the report: built without disk or database."""
