"""Observations → series in DuckDB. Importing this package is light."""
