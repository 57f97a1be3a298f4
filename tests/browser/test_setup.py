"""From an empty database to people who sign in, by the links of the set-up alone."""

from __future__ import annotations

import re

from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import Employee, Invitation, User
from ladders.frameworks.models import Level, Version
from ladders.moves.notifications import mail_outbox
from ladders.placements.models import Placement
from ladders.setup.models import SkippedStep
from tests.factories import hr_admin

from .barriers import barriers
from .conftest import Visitor, worker
from .setup_steps import STEPS

LINK = re.compile(r"https?://localhost(?::\d+)?(/sign-in/first/[0-9a-f]{64}/)")


def test_from_an_empty_database_to_people_who_sign_in(visitor: Visitor) -> None:
    hr = hr_admin(name="Hana Ruiz")

    def come_in(page: Page) -> None:
        body = next(str(each.body) for each in mail.outbox if each.to == ["emil@example.org"])
        found = LINK.search(body)
        assert found
        page.goto(found.group(1))
        expect(page.get_by_role("heading", name="Welcome, Emil Ployee")).to_be_visible()
        assert found.group(1) not in page.url
        assert barriers(page) == []
        for field in page.locator("input[type=password]").all():
            field.fill("a long first password")
        page.get_by_role("button", name="Save the password and sign in").click()
        page.wait_for_url(re.compile(r"/$"))
        page.goto("/frameworks/research/levels/S5/")
        expect(page.get_by_text("What S5 does about method.").first).to_be_visible()

    with worker():
        for story in STEPS:
            visitor.visit(hr, story)
    assert mail_outbox.run() == 2
    visitor.visit(None, come_in)
    assert Version.objects.get().state == "published"
    assert Level.objects.filter(grade=None).count() == 0
    assert set(SkippedStep.objects.values_list("step", flat=True)) == {"sign-in", "bands", "levels", "salaries"}
    assert Employee.objects.count() == 3
    assert Placement.objects.count() == 0
    assert Invitation.objects.get(used_at__isnull=False).user == User.objects.get(email="emil@example.org")
