"""A warehouse of its own for each test, copied from one made once: making one takes a second."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse import Writer, open_writer

sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    open_writer(path).close()
    return path


@pytest.fixture
def path(tmp_path: Path, empty_warehouse: Path) -> Path:
    return Path(shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb"))


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with open_writer(path) as opened:
        yield opened
