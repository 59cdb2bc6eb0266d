"""One file a migration, numbered; ``../HEAD`` names the last."""
