"""Proves an edition over all complete answer sets. Belongs to checking: never to the service."""
