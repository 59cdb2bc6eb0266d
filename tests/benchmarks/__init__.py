"""What we promise to be fast, measured: ``make bench``."""
