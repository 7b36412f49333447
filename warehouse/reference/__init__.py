"""Reference data: indicators, regions, newspapers, laws, breaks. Imports nothing heavy; open to all packages."""
