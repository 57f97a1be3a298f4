"""The parity page and the way to publication, as people meet them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, User
from ladders.core.models import Organisation
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Consultation, Expectation, FactorRating, Level, ParityReason, Successor, Version
from ladders.frameworks.queries.versions import factors_of_work
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework, hr_admin
from tests.pages import squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db

PARITY, PUBLISH = "/frameworks/research/draft/parity/", "/frameworks/research/draft/publish/"


def revision(version: Version) -> int:
    return Version.objects.values_list("revision", flat=True).get(pk=version.pk)


def confirm(client: Client, version: Version, **changed: Any) -> Any:
    data = {"version": version.pk, "seen": revision(version)} | changed
    return client.post(f"{PUBLISH}confirm/", data, follow=True)


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """A draft that can be published."""
    return draft_framework(by=hr)


def test_a_complete_draft_has_no_findings_and_is_published_by_one_button(
    hr_client: Client,
    version: Version,
) -> None:
    assert "Nothing found" in hr_client.get(PARITY).content.decode()
    assert "Nothing stands in the way." in hr_client.get(PUBLISH).content.decode()
    answer = confirm(hr_client, version)
    assert answer.redirect_chain[-1][0] == "/frameworks/research/"
    assert "Version 1 of Research is published." in answer.content.decode()
    assert Version.objects.get(pk=version.pk).state == "published"


def test_a_specialist_level_that_is_only_renamed_is_said_before_publishing(hr_client: Client, version: Version) -> None:
    below, copy = (Level.objects.get(version=version, code=code) for code in ("S5", "S6"))
    of_work = FactorRating.objects.filter(evaluation__level=copy, factor__in=factors_of_work())
    assert of_work.update(degree=4) == 2  # as S5: it rises by influence, autonomy and demands alone
    for text in Expectation.objects.filter(level=below):
        Expectation.objects.filter(level=copy, competency=text.competency).update(
            proficiency=text.proficiency, descriptor=text.descriptor
        )
    body = squeezed(hr_client.get(PARITY))
    assert "S6 asks word for word what S5 below it asks." in body
    factors = "“Complexity of the work”, “Value of the contribution”"
    assert f"S6 has more points than S5 below it, but none of them for {factors}." in body
    assert "2 findings worth improving" in squeezed(hr_client.get(PUBLISH))
    assert "Check parity · 2 findings" in squeezed(hr_client.get("/frameworks/research/draft/"))


def test_a_second_click_lands_on_the_published_page(
    hr_client: Client,
    version: Version,
) -> None:
    seen = revision(version)
    confirm(hr_client, version)
    assert confirm(hr_client, version, seen=seen).redirect_chain[-1][0] == "/frameworks/research/"
    assert Version.objects.filter(framework=version.framework).count() == 1


@pytest.mark.parametrize("seen", ["", "x", "99999999999", "-1"])
def test_a_stale_or_forged_page_publishes_nothing(
    seen: str,
    hr_client: Client,
    version: Version,
) -> None:
    assert "edited since you looked" in confirm(hr_client, version, seen=seen).content.decode()
    assert Version.objects.get(pk=version.pk).is_draft


def findings_counted(client: Client) -> int:
    """The number that the draft's page shows."""
    found = re.search(r"Check parity · (\d+) finding", client.get(reverse("draft", args=["research"])).content.decode())
    return int(found[1]) if found else 0


def test_findings_lead_to_their_place_and_take_a_reason_for_several(
    hr_client: Client,
    version: Version,
) -> None:
    Level.objects.filter(version=version, code="S6").delete()
    page = hr_client.get(PARITY).content.decode()
    assert "Specialist track has 1 level, Management track has 2." in page
    assert "Specialist track ends at grade 5, Management track reaches grade 6." in page
    track = version.track_set.get(kind="specialist").key
    keys = [f"fewer_levels:{track}", f"lower_ceiling:{track}"]
    prefix = "r" + "".join(char if char.isalnum() else "-" for char in keys[0])
    day = timezone.localdate() + dt.timedelta(days=30)
    before = findings_counted(hr_client)
    assert before >= 2
    hr_client.post(
        f"{PARITY}reason/",
        {"finding": keys[0], "also": keys[1:], f"{prefix}-reason": "We begin.", f"{prefix}-review_on": day},
    )
    assert set(ParityReason.objects.values_list("finding", "reason")) == {(key, "We begin.") for key in keys}
    # A finding that is answered asks for nothing any more, and the counts say so.
    assert findings_counted(hr_client) == before - 2
    section = next(each for each in hr_client.get(PARITY).context["sections"] if each["severity"] == "needs_reason")
    assert (section["answered"], section["open"]) == (2, section["count"] - 2)
    assert f"{section['open']} of {section['count']}" in hr_client.get(PARITY).content.decode()
    hr_client.post(f"{PARITY}reason/withdraw/", {"finding": keys[0]})
    assert list(ParityReason.objects.values_list("finding", flat=True)) == keys[1:]


def test_a_reason_without_words_is_refused_at_the_field(
    hr_client: Client,
    version: Version,
) -> None:
    Level.objects.filter(version=version, code="S6").delete()
    key = f"fewer_levels:{version.track_set.get(kind='specialist').key}"
    other = f"lower_ceiling:{version.track_set.get(kind='specialist').key}"
    answer = hr_client.post(f"{PARITY}reason/", {"finding": key, "also": other})
    assert answer.status_code == 422
    assert f'value="{other}" checked' in answer.content.decode()
    assert "Please fill this in." in answer.content.decode()
    assert not ParityReason.objects.exists()


def test_a_consultation_is_recorded_and_removed(
    hr_client: Client,
    version: Version,
) -> None:
    address = "/frameworks/research/draft/consultations/"
    assert hr_client.post(address, {"body": "Works council"}).status_code == 422
    hr_client.post(address, {"body": "Works council", "held_on": "2026-05-04", "outcome": "Agreed"})
    row = Consultation.objects.get()
    assert (row.body, row.held_on, row.outcome) == ("Works council", dt.date(2026, 5, 4), "Agreed")
    hr_client.post(f"{address}{row.pk}/remove/")
    assert not Consultation.objects.exists()


def test_a_removed_level_gets_its_successor_on_the_page(hr_client: Client, hr: User, plan: FactorPlan) -> None:
    confirm(hr_client, draft_framework(by=hr))
    draft = start_draft(framework=Version.objects.get().framework, by=hr)
    gone = Level.objects.get(version=draft, code="E3")
    key, target = gone.key, Level.objects.get(version=draft, code="S5")
    gone.delete()
    assert "E3 Researcher (grade 3) was removed. Nobody holds it today" in hr_client.get(PUBLISH).content.decode()
    hr_client.post(f"/frameworks/research/draft/successors/{key}/", {"level": target.key})
    assert Successor.objects.get().level_id == target.pk


def test_a_second_person_confirms(hr_client: Client, version: Version) -> None:
    Organisation.objects.create(pk=1, second_publisher=True)
    hr_client.post(f"{PUBLISH}ask/", {"seen": revision(version)})
    assert "so somebody else has to confirm." in hr_client.get(PUBLISH).content.decode()
    assert "somebody else has to confirm" in confirm(hr_client, version).content.decode()
    other = {"body": "Union", "held_on": "2026-05-04", "outcome": "Agreed"}
    hr_client.post("/frameworks/research/draft/consultations/", other)
    assert "the draft was edited since, so it has to be asked for again" in hr_client.get(PUBLISH).content.decode()
    hr_client.post(f"{PUBLISH}ask/", {"seen": revision(version)})
    assert Version.objects.get(pk=version.pk).is_draft
    confirm(signed_in(hr_admin()), version)
    assert Version.objects.get(pk=version.pk).state == "published"


def test_the_page_says_who_can_confirm_before_anybody_asks(hr_client: Client, hr: User, plan: FactorPlan) -> None:
    Organisation.objects.create(pk=1, second_publisher=True)
    owner = EmployeeFactory.create(name="Olga Owner")
    draft_framework(by=hr, owner=owner)
    User.objects.filter(employee=owner).update(name="Olga Owner", is_active=False)
    assert "Nobody else can confirm it yet" in squeezed(hr_client.get(PUBLISH))
    User.objects.filter(employee=owner).update(is_active=True)
    assert "Olga Owner can confirm it on this page." in squeezed(hr_client.get(PUBLISH))
    narrow = hr_admin()
    RoleGrant.objects.filter(user=narrow).update(departments=["Sales"])
    assert "Olga Owner can confirm it on this page." in squeezed(hr_client.get(PUBLISH))
    wide = hr_admin()
    page = squeezed(hr_client.get(PUBLISH))
    assert "Any one of these people can confirm it on this page:" in page
    assert str(wide) in page


def test_the_owner_publishes_their_framework_and_no_other(plan: FactorPlan, hr: User) -> None:
    owner = EmployeeFactory.create()
    mine, other = draft_framework(by=hr, owner=owner), draft_framework(by=hr, name="Other")
    assert owner.user is not None
    client = signed_in(owner.user)
    assert client.get("/frameworks/other/draft/publish/").status_code == 404
    confirm(client, mine)
    assert dict(Version.objects.values_list("pk", "state")) == {mine.pk: "published", other.pk: "draft"}


@pytest.mark.parametrize("path", ["publish/confirm/", "publish/ask/", "parity/reason/", "consultations/"])
def test_who_may_not_publish_changes_nothing(path: str, version: Version, employee: User, editor: User) -> None:
    data = {"version": version.pk, "seen": revision(version), "finding": "x", "body": "x"}
    for user, status in ((employee, 404), (editor, 403)):
        assert signed_in(user).post(f"/frameworks/research/draft/{path}", data).status_code == status
    assert Client().post(f"/frameworks/research/draft/{path}", data).status_code == 302
    assert Version.objects.get(pk=version.pk).is_draft
    assert not ParityReason.objects.exists() | Consultation.objects.exists()


@pytest.mark.parametrize("degrees", [(4,), (4, 5, 6, 7)])
def test_the_pages_cost_the_same_for_any_size(
    degrees: tuple[int, ...], hr_client: Client, hr: User, plan: FactorPlan
) -> None:
    draft_framework(by=hr, degrees=degrees)
    for address, queries in ((PARITY, 16), (PUBLISH, 19)):
        hr_client.get(address)
        with CaptureQueriesContext(connection) as counted:
            hr_client.get(address)
        assert len(counted) == queries
