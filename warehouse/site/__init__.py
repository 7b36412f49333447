"""The static site: what the published copy holds, for reading in a browser without any server."""

from .build import build_site

__all__ = ["build_site"]
