"""Every list at PEOPLE against the same at 1,000: pages, searches that find and that miss, and HR's page of a person."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.frameworks.models import Level

from .organisation import build
from .processor import Stopwatch, processor_seconds
from .table import Line

MANY = int(os.environ.get("PEOPLE", "100000"))
FEW = min(1_000, max(MANY // 10, 1))
ROUNDS = 7


def measure(another: Callable[[], AbstractContextManager[str]]) -> list[Line]:
    """Lines of the table, read by an HR admin: the least processor time of some rounds, of web and database together, which
    other work on the machine hardly lengthens.

    The large organisation is there already; `another`: a second database with nobody in it, for the small one.
    """
    hr = User.objects.filter(grants__role=Role.HR_ADMIN)[0]
    watch = Stopwatch("pages")
    with another():
        build(FEW, by=hr)
        watch.lap("few built")
        few = _seconds(hr, FEW)
    watch.lap("few measured")
    many = _seconds(hr, MANY)
    watch.lap("many measured")
    return [
        Line(
            f"{name} at {MANY:,} / at {FEW:,} ({many[name] * 1000:.0f} ms)",
            f"{many[name] / few[name]:.2f} ×",
            "≤ 1.5 ×",
            "1.1 ×",
            many[name] <= few[name] * 1.5,
        )
        for name in few
    ]


def _seconds(user: User, count: int) -> dict[str, float]:
    found = _taken(user, _addresses(count))
    for of, reader in _readers(count).items():
        found |= _taken(reader, {f"Home of {of}": reverse("home")})
    return found


def _readers(count: int) -> dict[str, User]:
    """Who opens Home beside HR of whole reach. Managers and employees work here; the others have an account alone."""
    few = ["Department 3", "Department 7"]
    some = User.objects.create_user("some@example.org", name="Hana Some")
    analyst = User.objects.create_user("analyst@example.org", name="Ana Lyst")
    manager, both = User.objects.get(email="o1@example.org"), User.objects.get(email="o2@example.org")
    RoleGrant.objects.create(user=some, role=Role.HR_ADMIN, departments=few)
    RoleGrant.objects.create(user=both, role=Role.HR_ADMIN, departments=few)
    RoleGrant.objects.create(user=analyst, role=Role.COMPENSATION_ANALYST)
    return {
        "HR with limited reach": some,
        "a manager": manager,
        "a manager with HR of limited reach": both,
        "an employee": User.objects.get(email=f"o{count // 2 + 1}@example.org"),
        "an analyst": analyst,
    }


def _taken(user: User, addresses: dict[str, str]) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # whose work would be counted with nobody's
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    found = {}
    for name, address in addresses.items():
        taken = []
        for _round in range(ROUNDS):
            started = processor_seconds()
            response = client.get(address)
            taken.append(processor_seconds() - started)
            assert response.status_code == 200, (address, response.status_code)
        found[name] = min(taken[1:])
    return found


def _addresses(count: int) -> dict[str, str]:
    number = f"O{count // 2:06}"
    person = Employee.objects.get(number=number)
    level = Level.objects.filter(version__state="published").order_by("pk")[4]
    return {
        "people": "/people/",
        "people by department": "/people/?sort=department",
        "people by a name": "/people/?q=ada",
        "people by a number": f"/people/?q={number}",
        "people by a name nobody has": "/people/?q=nobodyhasthis",
        "HR's page of a person": f"/people/{person.pk}/",
        "HR's page of a person on a past day": f"/people/{person.pk}/?on=2024-03-01",
        "pay": "/pay/people/?show=all",
        "pay, how far below the minimum": "/pay/people/?show=below&sort=gap",
        "pay by place in the band": "/pay/people/?show=all&sort=-compa",
        "pay of a department": "/pay/people/?show=all&department=Department%207",
        "people of a department": "/people/?department=Department%207",
        "pay by a name": "/pay/people/?show=all&q=ada",
        "pay by a number": f"/pay/people/?show=all&q={number}",
        "pay by a name nobody has": "/pay/people/?show=all&q=nobodyhasthis",
        "who looked at pay": "/pay/log/",
        "who looked at pay, by a number": f"/pay/log/?q={number}",
        "who looked at pay, by a name nobody has": "/pay/log/?q=nobodyhasthis",
        "audit": "/audit/",
        "audit by subject": "/audit/?subject=zone",
        "audit by a subject there is not": "/audit/?subject=nobodyhasthis",
        "audit by who": "/audit/?who=ada",
        "shared with me": "/shared/",
        "is it fair?": reverse("fairness"),
        "the same as of today": reverse("fairness-now"),
        "dead ends": reverse("dead-ends"),
        "rungs": reverse("rungs"),
        "who holds a level": reverse("level-people", args=[level.key]),
        "unplaced": reverse("unplaced"),
        "who leads outside management": reverse("leads-outside-management"),
        "requests": reverse("moves-all"),
        "Home of HR": reverse("home"),
        "set-up": reverse("setup"),
        "who was invited": reverse("invitations"),
    }
