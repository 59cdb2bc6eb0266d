"""Workbooks of content."""
