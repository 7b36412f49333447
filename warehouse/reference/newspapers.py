"""Whose paper a paper is."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from .files import Entry, data_files, read_rows
from .regions import regions


@lru_cache(maxsize=1)
def newspapers() -> Mapping[str, str]:
    """Name of a paper or news site → region code. Papers named after their place (鹤壁日报) need no row."""
    known = regions()
    papers: dict[str, str] = {}
    for path in data_files("newspapers.csv"):
        for row in read_rows(path, ("name", "region_code")):
            entry = Entry(path, row, row["name"])
            if known.get(row["region_code"]) is None:
                raise entry.fail("region_code", "a code of divisions.csv or functional_zones.csv")
            papers[entry.text("name")] = row["region_code"]
    return MappingProxyType(papers)
