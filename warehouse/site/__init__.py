"""The static site: what the published copy holds, for reading in a browser without any server."""

from .build import Built, build_site
from .pages import Options

__all__ = ["Built", "Options", "build_site"]
