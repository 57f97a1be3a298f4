"""Loads the invented organisation of the demo. Only ever into an empty database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.core.models import Organisation
from ladders.core.own_files import read_yaml
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.actions.publication import give_reason, publish
from ladders.frameworks.domain.parity import needing_reason
from ladders.frameworks.domain.shapes import VersionShape
from ladders.frameworks.enums import VersionState
from ladders.frameworks.library import FOLDER as LIBRARY
from ladders.frameworks.library import to_shape
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.queries.readiness import checked
from ladders.frameworks.queries.versions import plan_in_force
from ladders.impact.library import install_default_plan
from ladders.insights.actions.release import release

from . import FOLDER, full_name, organisation
from .bands import load_bands
from .equal_pay import load_equal_pay
from .grading import load_grading
from .growth import load_growth
from .imports import load_import
from .invitations import load_invitations
from .people import load_people
from .requests import load_moves
from .salaries import load_salaries
from .seats import load_seats
from .self_records import load_selves
from .staff.write import load_staff

REVIEWED = ("Dimitra Papanikolaou", "Ole Christiansen")


def load(*, staff: bool = True) -> bool:
    """Load the demo. False, and nothing changed, where there are users or frameworks already.

    Without `staff` only the people of the organisation's file: for tests that look at these alone.
    """
    with transaction.atomic():
        if User.objects.exists() or Framework.objects.exists():
            return False
        content = organisation()
        Organisation.objects.update_or_create(pk=1, defaults={"name": content["name"]})
        employees = {person["number"]: _employee(person) for person in content["people"]}
        install_default_plan(rights=content["decision_rights"])
        hr = User.objects.filter(grants__role=Role.HR_ADMIN).earliest("pk")
        for entry in content["frameworks"]:
            owner = employees[entry["owner"]]
            version = create_framework(
                name=entry["name"], by=hr, shape=_shape(entry), owner=owner, owner_title=f"Head of {owner.department}"
            )
            if entry["state"] == VersionState.PUBLISHED:
                _publish(version, owner)
        load_grading()
        load_people(content)
        load_seats(content)
        load_bands(by=User.objects.filter(grants__role=Role.HR_ADMIN).order_by("pk").first())
        load_salaries()
        load_selves()
        load_moves()
        load_growth()
        if staff:
            load_staff(content)
            load_equal_pay()
        load_invitations()
        release(timezone.localdate())
    if staff:
        load_import()  # jobs say how far they are on a connection of their own, so what is above has to be there
    return True


def _employee(person: dict[str, Any]) -> Employee:
    left = person.get("left_on")
    user = User.objects.create_user(person["email"], name=full_name(person), is_active=left is None)
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in person.get("roles", ()))
    return Employee.objects.create(
        number=person["number"],
        user=user,
        name=full_name(person),
        legal_entity=person["legal_entity"],
        department=person["department"],
        location=person["location"],
        country=person["country"],
        contract=person["contract"],
        weekly_hours=person["weekly_hours"],
        hired_on=person["hired_on"],
        left_on=left,
    )


def _shape(entry: dict[str, Any]) -> VersionShape:
    """The framework of an entry, its evaluations confirmed by people of the organisation where it is published."""
    path = LIBRARY / f"{entry['template']}.yaml" if "template" in entry else FOLDER / entry["file"]
    published = entry["state"] == VersionState.PUBLISHED
    _plan, plan = plan_in_force()
    shape = to_shape(read_yaml(path), plan, proposed=not published)
    learning = entry.get("learning", {})
    links = (replace(item, links=learning.get(item.name, item.links)) for item in shape.competencies)
    shape = replace(shape, competencies=tuple(links))
    if not published:
        return shape
    evaluations = {key: replace(item, evaluators=REVIEWED) for key, item in shape.evaluations.items()}
    return replace(shape, evaluations=evaluations)


def _publish(version: Version, owner: Employee) -> None:
    today = timezone.localdate()
    if findings := needing_reason(checked(version, today)[1]):
        give_reason(
            version=version,
            findings=[finding.key for finding in findings],
            reason="We look at this again together with the staff council before the next version.",
            review_on=today + dt.timedelta(days=180),
            by=owner.user,
        )
    version.refresh_from_db()
    publish(version=version, seen=version.revision, by=owner.user)
