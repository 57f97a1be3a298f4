"""What was decided about pay since a moment."""

from __future__ import annotations

import datetime as dt

from django.apps import apps

from ladders.placements.models import Placement

from ..models import BandException, MarketSupplement, PayProtection


def decided_since(framework: int, since: dt.datetime) -> bool:
    """True where pay was set or protected for somebody who holds a level of the framework, or a band exception or a market
    supplement of it was proposed, after that moment: at most 4 queries."""
    salaries = apps.get_model("compensation", "SalaryEvent")._default_manager
    people = Placement.objects.filter(framework=framework).values("employee")
    return (
        BandException.objects.filter(framework=framework, proposed_at__gte=since).exists()
        or MarketSupplement.objects.filter(framework=framework, created_at__gte=since).exists()
        or PayProtection.objects.filter(employee__in=people, created_at__gte=since).exists()
        or salaries.filter(employee__in=people, pgh_created_at__gte=since).exists()
    )
