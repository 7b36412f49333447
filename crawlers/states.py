"""How a source stands while it is crawled, and what its outcome is."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from crawlers.families.ask import Ask
from crawlers.families.links import host_of
from crawlers.job import JobSource
from crawlers.ledger import Answer, Subject
from crawlers.records import BLOCKED, UNREACHABLE, FetchKind, Label, SourceOutcome, Status


@dataclass
class SourceState:
    """Counts and notes of one source. ``pending`` requests are under way; at 0 the source is done.

    An ``adhoc`` state stands for one URL asked for by itself: it may lead anywhere, and has no outcome but its row.
    """

    source: JobSource
    adhoc: bool = False
    pending: int = 0
    listings: int = 0
    links: int = 0
    new_pages: int = 0
    listing_failures: int = 0
    empty_listings: int = 0
    not_modified: int = 0
    misses: int = 0
    requested: int = 0
    given_up: bool = False
    cut: bool = False
    late: bool = False
    notes: list[str] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    declined: Counter[str] = field(default_factory=Counter)
    first_error: str = ""

    def owns(self, url: str) -> bool:
        """Whether a URL is on one of the source's hosts; ``www.`` makes no difference."""
        host = host_of(url)
        return self.adhoc or _bare(host) in {_bare(own) for own in self.source.allowed_hosts}

    def reaches(self, url: str, page: str) -> bool:
        """Whether what a page leads to may be fetched with it: a page asked for by itself reaches its own host only."""
        return _bare(host_of(url)) == _bare(host_of(page)) if self.adhoc else self.owns(url)

    def answered(self) -> None:
        """The host answered, whatever it said."""
        self.misses = 0

    def failure(
        self, kind: FetchKind, label: str, error: str, give_up_after: int, *, ends_paging: bool = False
    ) -> None:
        """Count a failed request; after some in a row without an answer the source is given up.

        A page that robots.txt forbids, or that leads off the site, is no failure: it is left where it is.
        ``ends_paging`` says that the failure is where a listing ends: the listing is walked all the same.
        """
        if kind is not FetchKind.LISTING and label in {Label.ROBOTS, Label.OFFSITE}:
            self.declined[label] += 1
            return
        if label == Label.LATER:
            if not self.late:
                self.notes.append("the hours in which it may be asked were over before it was done")
            self.cut = self.late = True
            return
        self.failed[label] += 1
        self.first_error = self.first_error or error
        self.cut = self.cut or (kind is FetchKind.LISTING and not ends_paging) or label == Label.GIVEN_UP
        self.listing_failures += kind is FetchKind.LISTING
        if label in UNREACHABLE and label != Label.GIVEN_UP:
            self.misses += 1
            self.given_up = self.given_up or self.misses >= give_up_after

    def outcome(self, *, interrupted: bool = False) -> SourceOutcome:
        """The source's status and why, from what was counted.

        What was not tried though the source had not been given up was left by a crawl that was stopped: the site is
        then not called unreachable for it.
        """
        failures = self.failed.total()
        status, reason = self._judged(failures)
        if interrupted or (self.failed[Label.GIVEN_UP] and not self.given_up):
            status, reason = Status.INTERRUPTED, "interrupted before it was done"
        return SourceOutcome(
            self.source.id,
            status,
            self.listings,
            self.links,
            self.new_pages,
            failures,
            reason or "; ".join(self.notes),
            self.empty_listings,
            self.source.deep,
        )

    def outcome_row(self, *, interrupted: bool = False) -> dict[str, Any]:
        """The row of ``outcomes.jsonl``: the outcome, and whether everything new was tried."""
        outcome = self.outcome(interrupted=interrupted)
        complete = not (self.cut or interrupted or self.given_up)
        return {name: getattr(outcome, name) for name in SourceOutcome.__slots__} | {"complete": complete}

    def _judged(self, failures: int) -> tuple[Status, str]:
        nothing = self.listings == self.listing_failures and self.new_pages == 0 and failures
        if nothing:
            labels = set(self.failed)
            if labels <= UNREACHABLE:
                return Status.UNREACHABLE, self.first_error
            if labels <= BLOCKED | UNREACHABLE:
                return Status.BLOCKED, self.first_error
            return Status.FAILED, self.first_error
        if failures:
            kinds = ", ".join(f"{count} {label}" for label, count in self.failed.most_common())
            return Status.PARTIAL, "; ".join([f"{failures} requests failed ({kinds}): {self.first_error}", *self.notes])
        if self.notes:
            return Status.PARTIAL, "; ".join(self.notes)
        declined = ", ".join(f"{count} {label}" for label, count in self.declined.most_common())
        reason = f"pages left where they are: {declined}" if declined else ""
        return (Status.OK if self.new_pages else Status.UNCHANGED), reason


@dataclass
class Listing:
    """One listing on its way through its pages and parts.

    ``family`` is ``auto`` until the first page has shown it. ``known``: a page of it was seen by an earlier run that
    walked it to its end. ``requests`` counts what was asked for; ``left`` says that this reached its bound.
    """

    url: str
    family: str
    known: bool = False
    left: bool = False
    requests: int = 0
    seen_in_a_row: int = 0
    visited: set[tuple[str, int]] = field(default_factory=set)
    items: set[str] = field(default_factory=set)


@dataclass
class Whole:
    """An article of several answers: the address it was asked for, the one that answered, and what was asked since.

    ``first`` is the task of its first page, whose row waits until nothing of the article is ``pending``: a run that
    dies before has not seen the article, and the next one fetches all of it.
    """

    asked: str
    url: str
    first: "Task"
    pending: int = 0
    visited: set[str] = field(default_factory=set)


@dataclass
class Task:
    """What travels with a request through the crawler: its source, its subject, and the answer once one is kept.

    ``listing`` and ``ask`` are set on a listing's pages, ``article`` on what belongs to an article: its further pages
    and its files. ``number`` counts the pages of either from 1. ``replayed``: the answer was kept by an earlier attempt
    at this run, and has its row.
    """

    state: SourceState
    subject: Subject
    listing: Listing | None = None
    answer: Answer | None = None
    article: Whole | None = None
    number: int = 1
    ask: Ask | None = None
    replayed: bool = False


def _bare(host: str) -> str:
    return host.removeprefix("www.")
