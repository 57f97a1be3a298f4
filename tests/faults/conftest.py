"""The demo that is broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .site import Site, site


@pytest.fixture(scope="module")
def demo() -> Iterator[Site]:
    """One demo for all faults of a module that leave its folder alone."""
    with site() as started:
        yield started
