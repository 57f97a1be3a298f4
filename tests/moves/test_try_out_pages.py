"""The pages of a try-out: asking, answering, going back, making it longer, and the move afterwards with it as evidence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ladders.moves.actions import drafts, effects
from ladders.moves.models import MoveRequest
from ladders.placements.models import Placement
from tests.compensation.payroll import place
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.pages import assert_clean, squeezed
from tests.shared_rows import shared_rows

from .company import Company, fresh, now_open, reports

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=14)


@shared_rows
def company(limited_firm: Company) -> Company:
    """With somebody on P6, whom Otto leads."""
    other = EmployeeFactory.create(name="Olaf Other", department="Lab", legal_entity="GmbH", country="DE")
    reports(other, limited_firm.otto)
    place(other, limited_firm.level("P6"))
    return limited_firm


def address(name: str, row: MoveRequest, *more: str) -> str:
    return reverse(name, args=[row.pk, *more])


def asked(client: Client, company: Company, **data: Any) -> MoveRequest:
    """The form filled in, looked at, and sent."""
    form = {"wished_on": LATER, "months": 2, "share": 20} | data
    answer = client.post(reverse("move-try", args=[company.level("P6").key]), form)
    assert answer.status_code == 302, squeezed(answer)
    row = MoveRequest.objects.order_by("-created_at")[0]
    page = client.get(address("move-send", row))
    assert_clean(page)
    assert client.post(address("move-send", row), {"seen": page.context["seen"]}).status_code == 302
    return fresh(row)


def running(company: Company) -> MoveRequest:
    """Agreed by both on their pages, and begun today."""
    row = asked(signed_in(company.user("pia")), company)
    for name in ("mia", "otto"):
        assert signed_in(company.user(name)).post(address("move-deed", row, "approve")).status_code == 302
    assert effects.run_effects(LATER) == 1
    ends = TODAY + dt.timedelta(days=50)
    Placement.objects.filter(source="try_out").update(starts_on=TODAY, ends_on=ends)  # its first days have come
    return fresh(row)


def test_from_the_comparison_to_both_answers(company: Company) -> None:
    pia, mia, otto = (signed_in(company.user(name)) for name in ("pia", "mia", "otto"))
    path = reverse("move-try", args=[company.level("P6").key])
    compare = pia.get(f"/framework/research/path/{company.level('P6').code}/")
    page = pia.get(path)
    assert_clean(page)
    said = squeezed(page)
    assert compare.status_code in (200, 404)
    for part in (
        "Try Project 6 part-time",
        "at 20 % of working time",
        "which alone decides your grade, your band and your pay",
        "You can go back earlier at any time, without a reason: it then ends 2 weeks after you say so.",
        "You can ask once to make it longer, by up to 3 months.",
        "For the try-out Otto Ther: leads people on this level in your department and legal entity.",
    ):
        assert part in said
    assert "€" not in said
    assert MoveRequest.objects.count() == 0
    assert pia.post(path, {"months": 7, "share": 20}).status_code == 422
    assert pia.post(path, {"months": 3, "share": 41}).status_code == 422
    row = asked(pia, company)
    assert_clean(pia.get(address("move", row)))
    assert signed_in(company.user("henry")).get(address("move", row)).status_code == 404
    inbox = squeezed(mia.get(reverse("moves-inbox")))
    assert "Try-out" in inbox
    page = mia.get(address("move", row))
    assert_clean(page)
    assert "Their" not in squeezed(page).partition("What is tried")[2].partition("What stays")[0]
    assert mia.post(address("move-deed", row, "decline"), {"decline-reason": "No"}).status_code == 422
    assert mia.post(address("move-deed", row, "approve")).status_code == 302
    assert_clean(otto.get(address("move", row)))
    assert otto.post(address("move-deed", row, "approve")).status_code == 302
    row = fresh(row)
    assert (row.state, row.agreed_on) == ("scheduled", LATER)
    assert f"Begins on {LATER:%-d %B %Y}" in squeezed(pia.get(reverse("my-moves")))


def test_the_person_sees_it_run_and_goes_back(company: Company) -> None:
    row = running(company)
    pia, mia, hana = (signed_in(company.user(name)) for name in ("pia", "mia", "hana"))
    mine = pia.get(reverse("my-moves"))
    assert_clean(mine)
    assert "Try-out: Project 6, 20 %" in squeezed(mine)
    assert "try-out under way" in squeezed(pia.get("/"))
    assert "and trying P6 Project 6 at 20 %" in squeezed(pia.get("/"))
    for client in (mia, hana):
        page = client.get(reverse("person", args=[company.pia.pk]))
        assert_clean(page)
        assert "A try-out: it ends by itself, and enters no figure." in squeezed(page)
        assert "Go back" not in squeezed(client.get(address("move", row)))
    assert "Pia Person (20 %, to try)" in squeezed(mia.get(reverse("team")))
    assert "trying it until" in squeezed(mia.get(reverse("team-member", args=[company.pia.pk])))
    page = pia.get(address("move", row))
    assert_clean(page)
    last = TODAY + dt.timedelta(days=14)
    assert f"Said today, it ends on {last:%-d %B %Y}" in squeezed(page)
    for client in (mia, hana):
        assert client.post(address("move-deed", row, "back")).status_code in (403, 404)
    assert Placement.objects.get(source="try_out").ends_on == TODAY + dt.timedelta(days=50)
    assert pia.post(address("move-deed", row, "back")).status_code == 302
    assert Placement.objects.get(source="try_out").ends_on == last
    assert f"Runs until {last:%-d %B %Y}" in squeezed(pia.get(address("move", row)))


def test_it_is_asked_to_be_longer_from_its_page(company: Company) -> None:
    row = running(company)
    pia = signed_in(company.user("pia"))
    assert "Ask to make it longer, by 3 months at most" in squeezed(pia.get(address("move", row)))
    page = pia.get(reverse("move-try", args=[row.to_key]))
    assert "It makes longer what runs now, once, at the same share." in squeezed(page)
    assert "share" not in page.context["form"].fields
    longer = asked(pia, company, months=1)
    assert (longer.follows, longer.share, longer.months) == (row, 20, 1)
    assert longer.wished_on == TODAY + dt.timedelta(days=51)
    assert "Ask to make it longer" not in squeezed(pia.get(address("move", row)))
    again = pia.get(reverse("move-try", args=[row.to_key]))
    assert "You have asked to make it longer already" in squeezed(again)
    assert "form" not in again.context


def test_the_move_afterwards_shows_what_was_tried(company: Company) -> None:
    row = running(company)
    pia, mia = signed_in(company.user("pia")), signed_in(company.user("mia"))
    page = pia.get(reverse("move-ask", args=[row.to_key]))
    assert "Show what you tried: 20 % from" in squeezed(page)
    given = {f"given_{number}": "" for number in range(2)}
    pia.post(reverse("move-ask", args=[row.to_key]), given | {"tried_0": "on", "tried_1": "on"})
    move = MoveRequest.objects.exclude(kind="try_out").get()
    page = pia.get(address("move-send", move))
    assert_clean(page)
    assert "Tried P6 Project 6 at 20 %" in squeezed(page)
    move = drafts.submit(request=move, by=company.user("pia"), today=TODAY, seen=page.context["seen"])
    assert [each["tried"][0]["share"] for each in move.evidence] == [20]
    assert now_open(move).decider == company.user("mia")
    assert "Tried P6 Project 6 at 20 %" in squeezed(mia.get(address("move", move)))
    assert "The try-out of" not in squeezed(pia.get(address("move", row)))
    assert "becomes the whole of it" in squeezed(pia.get(address("move", move)))


def test_the_rules_say_it_to_everybody(company: Company) -> None:
    said = squeezed(signed_in(company.user("peer")).get(reverse("move-rules")))
    assert "for up to 6 months and 40 % of working time" in said


def test_who_said_yes_agrees_to_another_day_on_the_page(company: Company) -> None:
    row = asked(pia := signed_in(company.user("pia")), company)
    mia, otto = (signed_in(company.user(name)) for name in ("mia", "otto"))
    for manager in (mia, otto):
        assert manager.post(address("move-deed", row, "approve")).status_code == 302
    another = LATER + dt.timedelta(days=7)
    assert pia.post(address("move-deed", row, "offer-day"), {"offer-day-on": str(another)}).status_code == 302
    for manager in (mia, otto):
        page = manager.get(address("move", row))
        assert_clean(page)
        assert "Agree to this day" in squeezed(page)
    assert "Agree to this day" not in squeezed(pia.get(address("move", row)))
    answer = otto.post(address("move-deed", row, "accept-day"), {"accept-day-seen": str(another)})
    assert answer.status_code == 302
    assert (fresh(row).state, fresh(row).agreed_on) == ("scheduled", another)
