"""Decision rights of grades: given in a draft plan, in force with it, read beside levels, and never management's alone unsaid."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.actions.frameworks import start_draft as start_version
from ladders.frameworks.actions.plan import activate_plan
from ladders.frameworks.actions.publication import give_reason, publish
from ladders.frameworks.domain.parity import Code, FindingSeverity, check
from ladders.frameworks.queries.readiness import readiness
from ladders.impact.actions.plan import start_draft
from ladders.impact.domain.decision_rights import RightShape
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import account, draft_framework, hr_admin
from tests.frameworks.versions import parallel
from tests.pages import squeezed

TODAY = timezone.localdate()
VETO = RightShape("An architecture veto")


def said(rights: dict[str, tuple[RightShape, ...]]) -> list[str]:
    found = [item for item in check(parallel(), decision_rights=rights) if item.code == Code.MANAGEMENT_RIGHT]
    assert {item.severity for item in found} <= {FindingSeverity.NEEDS_REASON}
    return [item.text() for item in found]


def test_a_right_of_management_alone_or_of_management_first_needs_a_reason() -> None:
    budget = RightShape("A budget", ("management",))
    assert said({"5": (VETO,), "6": (RightShape("A say", ("specialist",)),)}) == []
    assert said({"5": (VETO, budget), "6": (budget,)}) == ["Only management has the right “A budget” (grade 5)."]
    assert said({"5": (budget,), "6": (RightShape("a  BUDGET"),)}) == [
        "Management has the right “A budget” from grade 5 on, other tracks only from grade 6."
    ]
    assert said({"5": (RightShape("A budget", ("management", "influence")),)}) == []
    assert said({"99": (budget,)}) == []  # no level stands on it
    # A shared level does not hold what only management has, as its readers see: so it excuses nothing.
    assert said({"4": (budget,), "6": (budget,)}) == ["Only management has the right “A budget” (grade 6)."]
    assert said({"4": (RightShape("A budget"),), "6": (budget,)}) == []


@pytest.mark.usefixtures("plan")
def test_rights_are_drafted_come_into_force_and_are_read(django_assert_num_queries: Any) -> None:
    hr = hr_admin()
    editor = signed_in(hr)
    plan = start_draft(by=hr)
    add = reverse("grade-right-add")
    assert editor.post(add, {"code": "5", "name": " A seat in  calibration "}).status_code == 302
    assert editor.post(add, {"code": "5", "name": "A budget", "kinds": ["management"]}).status_code == 302
    assert editor.post(add, {"code": "5", "name": "a seat in calibration"}).status_code == 422
    assert editor.post(add, {"code": "6", "name": "A say in hiring"}).status_code == 302
    assert editor.post(reverse("grade-right-remove", args=["6"]), {"name": "A say in hiring"}).status_code == 302
    page = squeezed(editor.get(reverse("plan-grades")))
    assert "A seat in calibration" in page
    assert "A budget (only Management)" in page
    assert "A say in hiring" not in page.split('id="rights"')[1].split("<form")[0]
    representative = signed_in(account(user__roles=[Role.EMPLOYEE_REPRESENTATIVE]))
    assert representative.post(add, {"code": "5", "name": "A car"}).status_code == 403
    assert [entry.verb for entry in AuditEntry.objects.filter(verb__startswith="right.").order_by("pk")] == [
        "right.added", "right.added", "right.added", "right.removed",
    ]  # fmt: skip

    preview = squeezed(editor.get(reverse("plan-preview")))
    assert "Grade 5 gets: A budget (only Management)" in preview
    assert "A say in hiring" not in preview
    activate_plan(plan_id=plan.pk, on=TODAY, seen=None, by=hr)
    again = start_draft(by=hr)  # rights go on into the next draft
    kept = FactorPlan.objects.with_parts().get(pk=again.pk).shape().grade("5")
    assert kept is not None
    assert [right.name for right in kept.rights] == ["A seat in calibration", "A budget"]

    version = draft_framework(by=hr)
    [answer] = readiness(version, today=TODAY).answers
    assert answer.sentence == "Only management has the right “A budget” (grade 5)."
    version.refresh_from_db()
    with pytest.raises(DomainError):
        publish(version=version, seen=version.revision, by=hr)
    give_reason(
        version=version,
        findings=[answer.finding.key],
        reason="Until June",
        review_on=TODAY + dt.timedelta(days=90),
        by=hr,
    )
    version.refresh_from_db()
    publish(version=version, seen=version.revision, by=hr)

    reader = signed_in(account())
    level = squeezed(reader.get("/frameworks/research/levels/S5/"))
    rights = level.split('id="rights-title"')[1].split("</section>")[0]
    assert "<li>A seat in calibration</li>" in rights
    assert "Not on this track: A budget (only Management)" in rights
    manager = (
        squeezed(reader.get("/frameworks/research/levels/M5/")).split('id="rights-title"')[1].split("</section>")[0]
    )
    assert "<li>A budget (only Management)</li>" in manager
    lattice = squeezed(reader.get("/frameworks/research/"))
    assert lattice.count("<li>A seat in calibration</li>") == 1  # in the head of the row, once for all tracks
    assert "Until June" in lattice
    with django_assert_num_queries(4):
        reader.get("/frameworks/research/")


@pytest.mark.usefixtures("plan")
def test_a_publication_and_a_comparison_say_which_rights_it_brings() -> None:
    hr = hr_admin()
    editor = signed_in(hr)
    version = draft_framework(by=hr)
    publish(version=version, seen=version.revision, by=hr)
    plan = start_draft(by=hr)
    for code in ("5", "9"):  # no level of the framework stands on 9
        editor.post(reverse("grade-right-add"), {"code": code, "name": "A seat in calibration"})
    activate_plan(plan_id=plan.pk, on=TODAY, seen=None, by=hr)
    draft = start_version(framework=version.framework, by=hr)

    page = squeezed(editor.get(reverse("publish", args=["research"])))
    assert "Grade 5 gets: A seat in calibration" in page
    assert "Nothing differs from version" not in page
    assert "Grade 9 gets" not in page
    assert "Grade 5 gets: A seat in calibration" in squeezed(editor.get(reverse("draft-changes", args=["research"])))
    publish(version=draft, seen=draft.revision, by=hr)
    reader = signed_in(account())
    told = squeezed(reader.get(reverse("compare", args=["research"]), {"from": 1, "to": 2}))
    assert "Grade 5 gets: A seat in calibration" in told
    assert "Both versions say the same" not in told
