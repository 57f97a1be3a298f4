"""What follows the publication of a report, in rooms above."""

from __future__ import annotations

from typing import Any

from ladders.core.providers import Provider

from .models import Report


@Provider
def report_published(*, report: Report, by: Any) -> object:
    """Called in the transaction that publishes a report."""
    return None
