"""A batch large enough to be interrupted, and the process that loads it: ``python large.py WAREHOUSE NUMBER [LIMIT]``.

LIMIT: bytes that a file may have, as on a full disk. Prints ``loading`` when the load begins, ``loaded`` at its end.
"""

import resource
import signal
import sys
from pathlib import Path

from batches import article, figure, part, run, year_period
from warehouse import Batch, WarehouseError, open_writer

REPORTS, FIGURES = 20, 100


def large(number: int) -> Batch:
    """Reports of invented departments, no two alike: 2 000 figures."""
    articles, parts, figures = [], [], []
    for report in range(REPORTS):
        url = f"https://www.large.example/{number}/{report}.html"
        spans = [f"{number}{report:02}{place:03}件" for place in range(FIGURES)]
        text = "".join(f"第{report}号第{place}项工作全年办理{span}。" for place, span in enumerate(spans))
        articles.append(article(url, title=f"第{report}号", published=None, host="www.large.example"))
        parts.append(part(url, text))
        figures += [
            figure(url, text, span, None, span[:-1], unit="件", region_code="410600", **year_period(2024))
            for span in spans
        ]
    return Batch(run(f"large-{number}", "backfill"), articles=articles, parts=parts, observations=figures)


def main() -> None:
    path, number = Path(sys.argv[1]), int(sys.argv[2])
    batch = large(number)
    with open_writer(path) as writer:
        if len(sys.argv) > 3:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
        print("loading", flush=True)
        try:
            writer.load(batch)
        except WarehouseError as error:
            print(error, flush=True)
            raise SystemExit(3) from error
    print("loaded", flush=True)


if __name__ == "__main__":
    main()
