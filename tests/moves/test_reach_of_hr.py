"""A move under the HR admin that the product itself makes: one account, the whole organisation, and nobody else in HR."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, User
from ladders.moves.actions import effects
from ladders.moves.models import MoveRequest
from ladders.moves.notifications import mail_outbox
from tests.conftest import signed_in

from .company import EVIDENCE, Company, fresh, now_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(firm: Company) -> User:
    """The first HR admin of an installation, without a record as an employee; the others' roles are taken away."""
    RoleGrant.objects.all().delete()
    call_command("make_hr_admin", "first@example.org", name="Fay First")
    return User.objects.get(email="first@example.org")


@pytest.mark.parametrize("code", ["S5", "P6"])
def test_hr_admin_of_the_shell_brings_a_move_to_its_day(code: str, firm: Company, admin: User) -> None:
    today = timezone.localdate()
    on = today + dt.timedelta(days=7)
    pia, mia, otto = (signed_in(firm.user(name)) for name in ("pia", "mia", "otto"))
    hr = signed_in(admin)
    given = {f"given_{number}": text for number, text in enumerate(EVIDENCE)}
    sent = pia.post(reverse("move-ask", args=[firm.level(code).key]), given | {"first_ear": "manager"})
    row = MoveRequest.objects.get()
    page = reverse("move", args=[row.pk])
    pia.post(sent.headers["Location"], {"seen": pia.get(sent.headers["Location"]).context["seen"]})
    if code == "S5":
        assert mia.post(reverse("move-deed", args=[row.pk, "release"]), {"release-on": on}).status_code == 302
        assert otto.post(reverse("move-deed", args=[row.pk, "approve"])).status_code == 302
    else:
        for client in (mia, signed_in(now_of_owner(firm))):
            assert client.post(reverse("move-deed", args=[row.pk, "approve"])).status_code == 302
    assert now_open(row).decider == admin
    mail.outbox.clear()
    mail_outbox.run()
    assert [sent.subject for sent in mail.outbox if sent.to == [admin.email]] == ["Ladders: Your answer is asked for"]
    inbox = hr.get(reverse("moves-inbox")).content.decode()
    assert page in inbox
    seen = hr.get(page)
    assert seen.status_code == 200
    assert "confirm" in seen.context  # the form, with its button
    slip = {"on": on, "fte": "1", "amount": "1210000", "currency": "EUR", "basis": "year"}
    slip = {f"confirm-{name}": value for name, value in slip.items()}
    asked = hr.post(reverse("move-deed", args=[row.pk, "confirm"]), slip)
    told = asked.content.decode()
    assert (asked.status_code, 'name="confirm-sure"' in told, fresh(row).agreed_on == on) == (422, True, False)
    assert "It is 11 times what the person had before." in told
    confirmed = hr.post(reverse("move-deed", args=[row.pk, "confirm"]), {"confirm-on": on, "confirm-fte": "1"})
    assert (confirmed.status_code, fresh(row).state, fresh(row).offered_on) == (302, "approved", on)
    seen = pia.get(page).context["accept_day"]["seen"]  # another day than the terms named counts with her yes
    pia.post(reverse("move-deed", args=[row.pk, "accept-day"]), {seen.html_name: seen.value()})
    assert (fresh(row).state, fresh(row).agreed_on) == ("scheduled", on)
    assert page not in hr.get(reverse("moves-inbox")).content.decode().split("Answered")[0]
    assert effects.run_effects(on) == 1
    assert fresh(row).state == "in_effect"


def now_of_owner(firm: Company) -> User:
    """Who answers for the framework."""
    owner = firm.version.framework.owner
    assert owner is not None
    assert owner.user is not None
    return owner.user
