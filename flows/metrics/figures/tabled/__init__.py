"""What a table states: its cells' values, named by header × row.

The order of it: ``reading`` goes line by line, ``columns`` puts headers together, ``headers`` tells what one says,
``cells`` what a cell holds, ``figure`` makes the figure.
"""
