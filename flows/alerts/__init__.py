"""Delivers what is due: the outbox in the warehouse → Apprise channels and a local file."""
