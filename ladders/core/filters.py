"""What the audit page can be narrowed to."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.postgres.search import SearchVector
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .audit import marks_matching
from .audit_words import AREAS
from .inputs import day_input
from .models import AuditEntry
from .word_search import beginnings

FEW, PAGE = 1_000, 50
Entries = QuerySet[AuditEntry]


class AuditFilter(filters.FilterSet):  # type: ignore[misc]
    """Area, person, words of the subject, and days, both included."""

    area = filters.ChoiceFilter(
        label=_("Area"),
        choices=list(AREAS.items()),
        empty_label=_("All areas"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    who = filters.CharFilter(
        label=_("Who"),
        method="by_person",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )
    subject = filters.CharFilter(
        label=_("What"),
        method="about",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )
    since = filters.DateFilter(label=_("From"), method="not_before", widget=day_input("form-control"))
    until = filters.DateFilter(label=_("To"), method="not_after", widget=day_input("form-control"))

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def by_person(self, entries: Entries, name: str, value: str) -> Entries:
        """By people whose names or addresses begin so."""
        people: Any = get_user_model()._default_manager
        found = people.matching(value, many=True)  # straight from the index: nobody is looked up a second time
        few = list(found.values_list("pk", flat=True)[: FEW + 1])
        # Found first: else the whole trail is walked for somebody who never did anything.
        return entries.filter(by__in=few if len(few) <= FEW else found.values("pk"))

    def about(self, entries: Entries, name: str, value: str) -> Entries:
        """About subjects that hold words beginning so; people are looked up by today's names."""
        query = beginnings(value)
        if query is None:
            return entries.none()
        words = SearchVector("subject", config="simple")
        few: list[int] = []
        if not (many := _near(value)):  # else gathering them takes longer than walking to the first
            named = AuditEntry.objects.annotate(words=words).filter(words=query).order_by()
            few = list(named.values_list("pk", flat=True)[: FEW + 1])
            many = len(few) > FEW
        found = Q(words=query) if many else Q(pk__in=few)
        if marks := marks_matching(value):
            found |= Q(about__in=marks) & ~Q(about="")  # the second condition is that of the index
        return (entries.annotate(words=words) if many else entries).filter(found)

    def not_before(self, entries: Entries, name: str, value: dt.date) -> Entries:
        """From the beginning of that day, here."""
        return entries.filter(at__gte=_midnight(value))

    def not_after(self, entries: Entries, name: str, value: dt.date) -> Entries:
        """Until the end of that day, here."""
        return entries.filter(at__lt=_midnight(value + dt.timedelta(days=1))) if value < dt.date.max else entries


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _near(value: str) -> bool:
    """Whether the latest entries alone have a page of subjects that say so: 1 query."""
    latest = AuditEntry.objects.order_by("-at", "-pk")[:FEW]
    found = latest.aggregate(number=Count("pk", filter=Q(subject__icontains=value.strip())))
    return bool(found["number"] > PAGE)
