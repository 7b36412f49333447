"""The table of the shared page benchmark for our reader beside trafilatura's default, on the same pages in one run.

Run it with ``python tests/benchmarks/bench_pages.py [--show] [--only REGEX]``; options go on to the benchmark.
"""

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent)]
sys.dont_write_bytecode = True

import trafilatura  # noqa: E402

from crawlers import read_article  # noqa: E402
from shared import shared_dir  # noqa: E402


def ours(html: bytes, url: str | None) -> dict[str, str]:
    """Our reader."""
    article = read_article(html, url)
    published = article.published.isoformat() if article.published else ""
    return {"title": article.title, "date": published, "source": article.source_name, "text": article.text}


def trafilatura_default(html: bytes, url: str | None) -> dict[str, str]:
    """trafilatura as it comes."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None or isinstance(found, dict):
        return {}
    return {
        "title": found.title or "",
        "date": found.date or "",
        "source": found.sitename or "",
        "text": found.text or "",
    }


def main() -> int:
    """Print the table; 2 where the shared pages are not on this machine."""
    shared = shared_dir()
    if shared is None:
        print("The evaluation pages (shared/eval/pages) are not on this machine; set FAZHI_SHARED.", file=sys.stderr)
        return 2
    extractors = [f"--extractor=bench_pages:{name}" for name in ("ours", "trafilatura_default")]
    sys.argv = ["bench.py", *extractors, *sys.argv[1:]]
    runpy.run_path(str(shared / "eval" / "pages" / "bench.py"), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
