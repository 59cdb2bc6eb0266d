"""Tests of the pages: each route works, refuses outsiders, what is missing and wrong methods."""
