"""The migrations, in the order of their names; see ``app.store.migrate`` for how they are run."""
