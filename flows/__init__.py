"""The order of it all: flows call the stations, the command line calls the flows. Importing this package is light."""
