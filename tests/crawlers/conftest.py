"""The helpers of this folder are importable: ``from local_site import Site``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
