"""The tests of Balises; see CONTRIBUTING.md for which kind each change deserves."""
