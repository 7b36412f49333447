"""The command line ``fazhi``: one module a group of commands; :mod:`flows.cli.main` ties them together."""
