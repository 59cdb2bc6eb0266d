"""What every kind of test shares; keep it small."""
