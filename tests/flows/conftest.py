"""The helpers of this folder and of the crawler's tests are importable."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "crawlers")]
