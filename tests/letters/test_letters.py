"""Letters: their texts, what is filled in, and who prints them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from accounts.roles import Role
from ladders.compensation.actions.salaries import set_salary
from ladders.compensation.domain.position import Basis
from ladders.compensation.models import PayAccess, Salary
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.letters.actions.texts import begin_again, save_text
from ladders.letters.domain.letters import LetterKind, fill_in, unknown_names
from ladders.letters.models import LetterText
from ladders.letters.queries.texts import text_in_force
from ladders.letters.queries.values import values_of_move
from ladders.letters.texts import DEFAULTS
from ladders.moves.actions.effects import run_effects
from ladders.moves.models import MoveRequest, ReturnRight
from tests.conftest import signed_in
from tests.factories import account
from tests.moves.company import Company
from tests.moves.conftest import firm, limited_firm  # noqa: F401
from tests.pages import assert_clean, squeezed

APRIL = dt.date(2026, 4, 1)


def test_a_paragraph_that_names_nothing_is_left_out() -> None:
    text = "Dear {name},\n\nuntil {trial_until}.\n\nFrom {day}:\n{pay}"
    said = fill_in(text, {"name": "Pia", "trial_until": " ", "day": "1 April", "pay": "A\nB"})
    assert said == "Dear Pia,\n\nFrom 1 April:\nA\nB"


def test_a_value_is_text_and_no_markup() -> None:
    assert fill_in("{name}", {"name": "*Bo* <b>_x_ [a](b) #1"}) == r"\*Bo\* \<b\>\_x\_ \[a\](b) \#1"


def test_names_that_a_letter_does_not_know() -> None:
    assert unknown_names(LetterKind.PAY, "{name} {salery} {level} {salery}") == ["salery", "level"]
    for kind in LetterKind:
        assert unknown_names(kind, str(DEFAULTS[kind])) == []


@pytest.mark.django_db
def test_texts_are_kept_compared_and_given_up() -> None:
    hr = account(name="Hana Ruiz", user__roles=[Role.HR_ADMIN])
    assert text_in_force(LetterKind.PAY) == str(DEFAULTS[LetterKind.PAY])
    save_text(kind=LetterKind.PAY, text="Dear {name}", seen=0, by=hr)
    save_text(kind=LetterKind.PAY, text="Dear {name}", seen=0, by=hr)  # sent twice
    assert (LetterText.objects.get().revision, text_in_force(LetterKind.PAY)) == (1, "Dear {name}")
    with pytest.raises(StaleError):
        save_text(kind=LetterKind.PAY, text="Hello {name}", seen=0, by=hr)
    with pytest.raises(DomainError, match=r"does not know \{nam\}.*\{name\}"):
        save_text(kind=LetterKind.PAY, text="Dear {nam}", seen=1, by=hr)
    with pytest.raises(DomainError, match="Write a text"):
        save_text(kind=LetterKind.PAY, text="  ", seen=1, by=hr)
    begin_again(kind=LetterKind.PAY, by=hr)
    begin_again(kind=LetterKind.PAY, by=hr)
    assert text_in_force(LetterKind.PAY) == str(DEFAULTS[LetterKind.PAY])
    verbs = AuditEntry.objects.filter(area="letters").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["text.changed", "text.restored"]


@pytest.mark.django_db
def test_the_editor_shows_the_letter_refuses_and_rescues() -> None:
    hr = account(name="Hana Ruiz", user__roles=[Role.HR_ADMIN])
    browser, address = signed_in(hr), reverse("letter-text", args=["pay"])
    assert_clean(browser.get(reverse("letters")))
    assert_clean(browser.get(address))
    look = browser.post(address, {"text": "Mine for {name}", "seen": "0", "look": "1"}, follow=True)
    assert "Mine for Ada Winter" in squeezed(look)
    assert LetterText.objects.count() == 0
    wrong = browser.post(address, {"text": "For {nobody}", "seen": "0"})
    assert (wrong.status_code, "For {nobody}" in squeezed(wrong)) == (422, True)
    loss = browser.post(address, {"text": "Your demotion, {name}", "seen": "0"})
    assert (loss.status_code, "Leave out “demotion”" in squeezed(loss)) == (422, True)
    assert LetterText.objects.count() == 0
    save_text(kind=LetterKind.PAY, text="Theirs", seen=0, by=hr)
    late = browser.post(address, {"text": "Mine for {name}", "seen": "0"})
    assert late.status_code == 422
    assert "Mine for {name}" in squeezed(late)
    assert "Theirs" in squeezed(late)
    assert browser.post(address, {"text": "Mine for {name}", "seen": "1"}).status_code == 302
    assert text_in_force(LetterKind.PAY) == "Mine for {name}"
    assert browser.get(reverse("letter-text", args=["poem"])).status_code == 404


@pytest.fixture
def stepped_back(firm: Company) -> MoveRequest:  # noqa: F811
    firm.scheduled("S5", on=APRIL)
    run_effects(APRIL)
    return MoveRequest.objects.get()


@pytest.mark.django_db
def test_the_letter_about_a_step_back_names_level_pay_and_right(
    firm: Company,  # noqa: F811
    stepped_back: MoveRequest,
) -> None:
    page = signed_in(firm.user("henry")).get(reverse("letter-move", args=[stepped_back.pk]))
    assert_clean(page)
    said = squeezed(page)
    assert "Dear Pia" in said
    assert "From 1 April 2026 your level is <strong>S5 Specialist 5</strong>, Research." in said
    assert "Before, it was S6 Specialist 6." in said
    assert "1 April 2026: €110,000 a year" in said
    assert f"You may return to S6 Specialist 6 until {ReturnRight.objects.get().until:%-d %B %Y}. It is a right" in said
    assert values_of_move(stepped_back, APRIL)["pay"].split("\n") == [
        "1 April 2026: €110,000 a year",
        "From 1 April 2027 on it is at least €104,500 for a full-time year.",
        "From 1 October 2027 on it is at least €99,000 for a full-time year.",
        "If bands rise in the meantime, the cut gets smaller or disappears.",
        "Your pay is protected up to €110,000 until 31 March 2027.",
    ]
    late = dt.date(2027, 12, 1)
    first, *promised = values_of_move(stepped_back, late)["pay"].split("\n")
    assert first == "1 April 2026: €110,000 a year"
    assert promised == [
        "From 1 April 2027 on the terms promised at least €104,500 for a full-time year.",
        "From 1 October 2027 on the terms promised at least €99,000 for a full-time year.",
    ]
    assert "trial" not in said
    assert "demot" not in said.lower()
    assert PayAccess.objects.filter(by=firm.user("henry"), employee=firm.pia).exists()
    for name in ("pia", "mia", "otto"):
        assert signed_in(firm.user(name)).get(reverse("letter-move", args=[stepped_back.pk])).status_code == 403
    lists = squeezed(signed_in(firm.user("henry")).get(reverse("moves-follow-ups")))
    assert reverse("letter-move", args=[stepped_back.pk]) in lists


@pytest.mark.django_db
def test_a_letter_names_a_salary_that_hr_set_on_the_day_of_the_terms_and_no_promise_beside_it(
    firm: Company,  # noqa: F811
    stepped_back: MoveRequest,
) -> None:
    set_salary(
        employee=firm.pia, starts_on=dt.date(2027, 4, 1), amount=Decimal(106_000), currency="EUR", basis=Basis.YEAR,
        by=firm.user("henry"),
    )  # fmt: skip
    assert values_of_move(stepped_back, dt.date(2027, 12, 1))["pay"].split("\n") == [
        "1 April 2026: €110,000 a year",
        "1 April 2027: €106,000 a year",
        "From 1 October 2027 on the terms promised at least €99,000 for a full-time year.",
    ]


@pytest.mark.django_db
def test_letters_stay_within_the_reach_of_the_role(firm: Company, stepped_back: MoveRequest) -> None:  # noqa: F811
    elsewhere = account(name="El Sewhere", department="Sales")
    RoleGrant.objects.create(user=elsewhere, role=Role.HR_ADMIN, departments=["Sales"], legal_entities=[])
    right, salary = ReturnRight.objects.get(), Salary.objects.filter(employee=firm.pia).first()
    assert salary is not None
    addresses: list[Any] = [
        reverse("letter-move", args=[stepped_back.pk]),
        reverse("letter-right", args=[right.pk]),
        reverse("letter-pay", args=[salary.pk]),
    ]
    assert [signed_in(elsewhere).get(address).status_code for address in addresses] == [404, 404, 404]
    henry = signed_in(firm.user("henry"))
    pages = [henry.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "nobody can decline it within these terms" in squeezed(pages[1])
    assert "€110,000 a year" in squeezed(pages[2])


@pytest.mark.django_db
def test_the_letter_about_a_right_is_offered_while_it_holds(firm: Company) -> None:  # noqa: F811
    henry, today = signed_in(firm.user("henry")), timezone.localdate()
    month, day = dt.timedelta(days=30), dt.timedelta(days=1)
    for code, first, last, holds in (
        ("P6", today - month, today, True),
        ("P5", today - month, today - day, False),
        ("S5", today + day, today + month, False),
    ):
        right = ReturnRight.objects.create(
            person=firm.pia,
            request=firm.draft(code),
            came_from="step_back",
            level=firm.level("S6"),
            levels=[firm.level("S6").key],
            starts_on=first,
            until=last,
            evidence_until=last,
            pay_rule="kept",
        )
        letter = reverse("letter-right", args=[right.pk])
        page = squeezed(henry.get(reverse("move-right", args=[right.pk])))
        assert (f'href="{letter}"' in page, henry.get(letter).status_code) == (holds, 200 if holds else 404)


@pytest.mark.django_db
def test_a_request_that_has_not_taken_effect_has_no_letter(firm: Company) -> None:  # noqa: F811
    row = firm.scheduled("S5", on=APRIL)
    assert signed_in(firm.user("henry")).get(reverse("letter-move", args=[row.pk])).status_code == 404
