"""``import crawlers`` costs nothing: the libraries come with the first call."""

import subprocess
import sys

import pytest

import crawlers


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = "'lxml', 'trafilatura', 'scrapy', 'yaml'"
    code = f"import sys, crawlers; print([name for name in ({heavy}) if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_the_public_face_is_there_and_a_wrong_name_says_what_is() -> None:
    assert all(callable(getattr(crawlers, name)) for name in ("read_article", "read_text", "join"))
    assert "read_article" in dir(crawlers)
    with pytest.raises(AttributeError, match=r"it has .*read_article"):
        _ = crawlers.read_artikel
