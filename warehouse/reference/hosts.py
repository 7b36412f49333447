"""Whose official site a host is."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from .files import Entry, data_files, read_rows
from .regions import regions


@lru_cache(maxsize=1)
def region_hosts() -> Mapping[str, str]:
    """Domain (hebi.gov.cn) → region code, from ``region_hosts.csv``, made by ``tools/region_hosts.py``."""
    known = regions()
    domains: dict[str, str] = {}
    for path in data_files("region_hosts.csv"):
        for row in read_rows(path, ("domain", "region_code")):
            entry = Entry(path, row, row["domain"])
            if known.get(row["region_code"]) is None:
                raise entry.fail("region_code", "a code of divisions.csv or functional_zones.csv")
            domains[entry.text("domain")] = row["region_code"]
    return MappingProxyType(domains)


def domain_of(host: str) -> tuple[str, str]:
    """The part of a host that ``region_hosts.csv`` holds, and what stands before it: ``sfj.hebi.gov.cn`` gives
    ``("hebi.gov.cn", "sfj")``; a host of no known domain gives ``("", host)``."""
    name = host.strip().lower().partition(":")[0].rstrip(".")
    labels = name.split(".")
    for at in range(len(labels)):
        domain = ".".join(labels[at:])
        if domain in region_hosts():
            return domain, ".".join(labels[:at])
    return "", name
