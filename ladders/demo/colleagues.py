"""Whom a visitor of the demo can be besides those who are named first: whoever a move may ask, too."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Employee

from . import signins


def colleagues() -> list[tuple[str, str, str]]:
    """Address, name and department of everybody else who works there today, by department and family name. 1 query."""
    named = [person.email for person in signins()]
    here = Employee.objects.working_on(timezone.localdate()).filter(user__is_active=True).exclude(user__email__in=named)
    return list(here.order_by("department", "sort_name", "pk").values_list("user__email", "name", "department"))
