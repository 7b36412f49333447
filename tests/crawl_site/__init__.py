"""A made-up web on loopback: every CMS family that is crawled, as real sites spell it, and the truth about it.

The pages are generated from what is known of the families, never from the modules that crawl them. ``town.build`` makes
the sites of one seed in one style, ``wire.serve`` puts them on the network.
"""
