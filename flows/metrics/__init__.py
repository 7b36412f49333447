"""The extractor: document → observations. Pure functions; no database, no network, no clock."""
