"""The demo that is broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .site import Site, site


@pytest.fixture(scope="package")
def demo() -> Iterator[Site]:
    """One demo for all faults that leave its folder alone."""
    with site() as started:
        yield started
