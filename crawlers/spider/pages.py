"""Articles and files: kept already when they come here, judged here; then what belongs to them is asked for."""

import logging
from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from crawlers.diagnosis import diagnose, stub
from crawlers.families.links import canonical, host_of, seen_key
from crawlers.families.page import Item
from crawlers.job import JobSource
from crawlers.ledger import Subject
from crawlers.reading import further
from crawlers.records import ADHOC, FetchKind, Label
from crawlers.spider.desk import Desk, charset_of, headers_of
from crawlers.states import SourceState, Task, Whole

_ATTACHMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".zip", ".rar", ".ofd")
_log = logging.getLogger(__name__)


class Pages:
    """Fetches articles, their further pages and their files."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def request(self, state: SourceState, item: Item, listing_url: str) -> Request:
        """The request for a link of a listing."""
        kind = FetchKind.ATTACHMENT if item.url.lower().endswith(_ATTACHMENTS) else FetchKind.ARTICLE
        subject = Subject(state.source.id, kind, item.url, item.title, item.date, listing_url)
        return self._desk.request(Task(state, subject), self.on_answer)

    def adhoc(self, states: list[SourceState]) -> Iterator[Request]:
        """URLs asked for by themselves, each under the name of the source that owns its host, if one does."""
        job = self._desk.job
        for url in job.urls:
            owner = next((state.source for state in states if state.owns(url)), None)
            private = job.allow_private or bool(owner and owner.allow_private)
            source = JobSource(owner.id if owner else ADHOC, (url,), "auto", (host_of(url),), 0.0, private)
            state = SourceState(source, adhoc=True)
            try:
                clean = canonical(url)
            except ValueError:
                clean = None
            if clean is None:
                subject = Subject(state.source.id, FetchKind.ARTICLE, url)
                self._desk.failed(Task(state, subject), Label.BAD_URL, "no http:// or https:// URL with a host")
                continue
            if seen_key(clean) in self._desk.asked:
                continue
            self._desk.asked.add(seen_key(clean))
            yield self.request(state, Item(clean, "", None), "")

    def on_answer(self, response: Response) -> Iterator[Request]:
        """An article, one of its further pages, or a file."""
        task: Task = response.meta["task"]
        try:
            answer = response.status, headers_of(response), response.body
            if trouble := diagnose(*answer) or stub(*answer):
                self._desk.failed(task, trouble.label, trouble.error)
            else:
                yield from self._whole(response, task)
        finally:
            self._desk.ended(task)

    def _whole(self, response: Response, task: Task) -> Iterator[Request]:
        """What belongs to the article. Its row, which tells the next run that it is known, waits for all of that."""
        first = task.article is None
        task.state.new_pages += first
        whole = task.article or Whole(task.subject.url, response.url, task)
        more = self._belongings(response, task, whole)
        whole.pending += len(more)
        if not first or not more:
            self._desk.row(task)
        yield from more

    def _belongings(self, response: Response, task: Task, whole: Whole) -> list[Request]:
        """Requests for the next page of an article, and for the files that are its text."""
        requests: list[Request] = []
        if task.subject.kind is FetchKind.ATTACHMENT:
            return requests
        try:
            charset = charset_of(response)
            found = further.belongings(response.body, response.url, whole.url, task.number, charset=charset)
        except Exception:  # the page is kept; what it leads to is extra
            _log.exception("following %s", response.url)
            return requests
        for kind, url, name in found:
            key = seen_key(url)
            if key in whole.visited or key in self._desk.asked or not task.state.reaches(url, whole.url):
                continue
            whole.visited.add(key)
            self._desk.asked.add(key)
            subject = Subject(task.state.source.id, kind, url, name, None, whole.asked)
            more = Task(task.state, subject, article=whole, number=task.number + (kind is FetchKind.PAGE))
            requests.append(self._desk.request(more, self.on_answer))
        return requests
