"""With whom somebody shares what, and who therefore sees it today: the one place that decides it for every page and query."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, EmployeeQuerySet
from ladders.core.conditions import nothing
from ladders.core.permissions import Permission
from ladders.reporting.queries.lines import reports_to


class Thing(models.TextChoices):
    """What somebody can share, each by itself."""

    MOVES = "moves", _("Possible moves and gaps")
    SEASONS = "seasons", _("Seasons and plans")
    EVIDENCE = "evidence", _("Evidence")
    ASSESSMENT = "assessment", _("Assessment")
    WISH = "wish", _("Wish to lead people")
    ENERGY = "energy", _("What gives me energy")


class Audience(models.TextChoices):
    """With whom. "My manager" is whoever that is on the day: a former one no longer sees anything."""

    MANAGER = "manager", _("My manager")
    HR = "hr", _("HR")
    COLLEAGUE = "colleague", _("A colleague")


class ShareQuerySet(models.QuerySet["Share"]):
    """Named states."""

    def current(self, day: dt.date) -> ShareQuerySet:
        """Those that have not run out on that day."""
        return self.filter(Q(until=None) | Q(until__gte=day))

    def visible_to(self, user: Any) -> ShareQuerySet:
        """A person's own: what others share is seen by looking at the thing itself."""
        return self.filter(employee__user=user) if getattr(user, "is_authenticated", False) else self.none()


class Share(models.Model):
    """Somebody lets somebody see one thing, until a day or until it is taken back. Taking back deletes the row."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="shares")
    what = models.CharField(_("what"), max_length=10, choices=Thing.choices)
    audience = models.CharField(_("with"), max_length=10, choices=Audience.choices)
    colleague = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["what", "audience", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "what", "audience", "colleague"],
                nulls_distinct=False,
                name="careers_share_once",
            ),
            models.CheckConstraint(
                name="careers_share_colleague",
                condition=Q(audience="colleague", colleague__isnull=False)
                | (~Q(audience="colleague") & Q(colleague=None)),
            ),
            models.CheckConstraint(name="careers_share_not_oneself", condition=~Q(colleague=F("employee"))),
        ]
        indexes = [models.Index(fields=["colleague", "what"], name="careers_share_colleague")]

    def __str__(self) -> str:
        return f"{self.what} → {self.audience}"


def people_who_show(
    user: Any, what: Thing, day: dt.date, *, told: bool = False, only: int | None = None
) -> EmployeeQuerySet:
    """The people whose `what` this user may see on that day: their own, and what others share; nobody for a stranger.

    Assessments are seen by the manager of the day and by HR in reach without being shared; with `told`, only what others
    shared counts; with `only`, nobody but the person with this id, which is quick. What somebody shared ends with their
    last day here, because from then on they can no longer take it back. No query until it is read, but for those that the
    user's roles need (at most 2, once per request).
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Employee.objects.none()
    people = Employee.objects.all() if only is None else Employee.objects.filter(pk=only)
    shares = Share.objects.current(day).filter(what=what)
    if only is not None:  # narrowed where they are read: else all that anybody shares is gathered to look for one
        shares = shares.filter(employee=only)
    seen = nothing() if told else Q(user=user)
    unasked = what == Thing.ASSESSMENT and not told
    for part in _others(user, day, people, shares, unasked):
        seen |= Q(pk__in=part.values("pk"))
    return people.filter(seen)


def _others(
    user: Any, day: dt.date, people: EmployeeQuerySet, shares: ShareQuerySet, unasked: bool
) -> list[EmployeeQuerySet]:
    """`unasked`: manager and HR see it without being told."""
    here = people.working_on(day)
    parts: list[EmployeeQuerySet] = []
    me = getattr(user, "employee", None)
    if me is not None:
        team, told = (
            here.filter(pk__in=reports_to(me, day).values("pk")),
            shares.filter(audience=Audience.MANAGER).values("employee"),
        )
        parts.append(team if unasked else team.filter(pk__in=told))
        named = shares.filter(
            audience=Audience.COLLEAGUE, colleague__in=Employee.objects.working_on(day).filter(pk=me.pk)
        )
        parts.append(here.filter(pk__in=named.values("employee")))
    if user.holds(Permission.VIEW_CAREERS):
        reach = here.within(user, Permission.VIEW_CAREERS)
        told = shares.filter(audience=Audience.HR).values("employee")
        parts.append(reach if unasked else reach.filter(pk__in=told))
    return parts


class ShownQuerySet(models.QuerySet[Any]):
    """Rows that belong to a person and are one of the things that can be shared."""

    thing: Thing

    def visible_to(self, user: Any, day: dt.date | None = None) -> Any:
        """One's own, and those of the people who share this thing with the user on that day (today)."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(employee__in=people_who_show(user, self.thing, day or timezone.localdate()))
