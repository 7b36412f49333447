"""The direction of imports: a contract, and the promise that the extractor stays light."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("prefect", "duckdb", "scrapy", "twisted", "pyarrow", "trafilatura", "lxml", "apprise")


def test_imports_go_down_only():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["flows.metrics", "flows.metrics.extraction", "warehouse.reference"])
def test_the_extractor_and_the_reference_data_load_no_engine(module):
    assert _loaded_by(f"import {module}", HEAVY) == []


@pytest.mark.parametrize("module", ["crawlers", "flows", "warehouse", "flows.cli.main"])
def test_packages_are_light_to_import(module):
    assert _loaded_by(f"import {module}", HEAVY) == []


def test_prefect_is_loaded_with_telemetry_off():
    code = "import os; [os.environ.pop(n, None) for n in ('DO_NOT_TRACK', 'PREFECT_SERVER_ANALYTICS_ENABLED')]; "
    code += "import flows.monitor; print(os.environ['DO_NOT_TRACK'], os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "false"]


def _loaded_by(code: str, names: tuple[str, ...]) -> list[str]:
    told = f"{code}; import sys; print([n for n in {names!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    return eval(done.stdout)
