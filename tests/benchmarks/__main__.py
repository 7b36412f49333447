"""Every benchmark of this folder, one after the other: ``python -m tests.benchmarks [OPTIONS]``.

Options go to the benchmarks that know them: ``--write-confidence``, ``--write-specs``.

Each is a script that can be run alone and says so where the shared evaluation material is absent.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Runs them all; fails where one of them fails."""
    failed = []
    for script in sorted(HERE.glob("bench_*.py")):
        print(f"== {script.stem}", flush=True)
        wanted = [option for option in sys.argv[1:] if option in script.read_text(encoding="utf-8")]
        if subprocess.run([sys.executable, str(script), *wanted], check=False).returncode not in (0, 2):
            failed.append(script.stem)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
