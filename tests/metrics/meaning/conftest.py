"""Reference data read anew for tests that add to it."""

from collections.abc import Iterator

import pytest

from flows.metrics.meaning import forget
from warehouse import reference


@pytest.fixture
def fresh_reference() -> Iterator[None]:
    """Before the test nothing is remembered, and after it what the test added is forgotten."""
    reference.forget()
    forget()
    yield
    reference.forget()
    forget()
