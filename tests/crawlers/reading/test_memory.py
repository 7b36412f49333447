"""What a page of the largest size takes: memory of the whole process, measured from outside, and time."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="the system tells no peak of memory")
MOST = 700_000_000
"""Bytes at the peak, the libraries' own 170 MB included."""
SIZE = 19_900_000
CASES = {
    "prose": "<p>全年办理行政复议案件412件，同比增长8.7%。</p>",
    "nesting": "<div>",
    "cells": "<table><tr><td>1",
    "links": "<a href=x>a</a>",
    "attributes": "<p a=1 b=2 c=3>x",
    "no_tag": "法",
    "script": "<script>a=1;</script>",
    "entities": "&#x6cd5;",
}
_READ = """
import resource, sys
from crawlers import read_article
piece, size = sys.argv[1].encode("gb18030"), int(sys.argv[2])
article = read_article(b"<html><body><div class='TRS_Editor'>" + piece * (size // len(piece)))
unit = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, "page_cut_off" in article.flags)
"""


@pytest.mark.parametrize("name", CASES)
def test_twenty_megabytes_of_anything_stay_within_memory_and_time(name: str) -> None:
    command = [sys.executable, "-c", _READ, CASES[name], str(SIZE)]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=root, check=True)
    peak, cut = done.stdout.split()
    assert int(peak) < MOST
    assert cut == "True"
