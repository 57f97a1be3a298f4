"""Who would receive somebody and why, whom they choose, and what becomes of a second level: said before, frozen, and done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Employee
from ladders.core.errors import DomainError
from ladders.moves.actions import drafts, effects, questions
from ladders.moves.domain.states import FirstEar
from ladders.moves.domain.term_parts import ManagerTerm, Received, SecondFate
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import MoveRequest, Notice
from ladders.moves.queries.term_parts import possible_receivers
from ladders.moves.text.terms import told
from ladders.moves.web import presentation
from ladders.placements.actions import placements as placing
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.compensation.payroll import place
from tests.conftest import signed_in
from tests.factories import EmployeeFactory
from tests.pages import squeezed

from .company import EVIDENCE, TODAY, Company, answer, fresh, now_open, reports, user_of

pytestmark = pytest.mark.django_db
APRIL = dt.date(2026, 4, 1)


def leader(firm: Company, name: str, department: str, entity: str, code: str = "S5", people: int = 1) -> Employee:
    """Somebody who leads people on a level there."""
    where = {"department": department, "legal_entity": entity, "country": "DE", "location": "DE"}
    found = EmployeeFactory.create(name=name, **where)
    reports(found, firm.greta)
    for _each in range(people):
        one = EmployeeFactory.create(**where)
        reports(one, found)
        place(one, firm.level(code))
    return found


def terms_of(row: MoveRequest) -> MoveTerms:
    return MoveTerms.from_json(row.terms or {})


def sentences(row: MoveRequest, heading: str, *, own: bool = True) -> str:
    return " ".join(" ".join(part.sentences) for part in told(terms_of(row), own=own) if part.heading == heading)


@pytest.mark.parametrize(
    ("department", "entity", "why"),
    [
        ("Lab", "GmbH", Received.BOTH),
        ("Sales", "GmbH", Received.ENTITY),
        ("Lab", "AG", Received.DEPARTMENT),
        ("Sales", "AG", Received.ELSEWHERE),
    ],
)
def test_who_receives_and_why(firm: Company, department: str, entity: str, why: Received) -> None:
    lena = leader(firm, "Lena Leader", department, entity, code="P6")
    row = drafts.beginning(person=firm.pia, level=firm.level("P6"), today=TODAY)
    assert [(each.manager, each.why) for each in possible_receivers(firm.pia, row.to_level, TODAY)] == [(lena, why)]


def test_the_nearest_comes_first_and_nobody_whom_the_person_leads(firm: Company) -> None:
    far = leader(firm, "Fay Far", "Sales", "AG", people=3)
    own = leader(firm, "Ole Own", "Lab", "GmbH")
    firm.pia.refresh_from_db()
    ReportingLine.objects.filter(employee=own).update(manager=firm.pia)
    found = possible_receivers(firm.pia, firm.level("S5"), TODAY)
    assert [each.manager for each in found] == [firm.otto, far]
    row = firm.asked("S5")
    assert terms_of(row).manager == ManagerTerm(("Otto Ther",), Received.BOTH, False, 1, firm.otto.pk)
    assert "Otto Ther: leads people on this level in your department" in sentences(row, "Your manager then")
    assert "the person’s department" in sentences(row, "The manager then", own=False)


def test_all_who_could_receive_are_counted_and_the_nearest_offered(firm: Company) -> None:
    for number in range(7):
        leader(firm, f"Leader {number}", "Lab", "GmbH")
    row = firm.asked("S5")
    term = terms_of(row).manager
    assert term is not None
    assert (term.names, term.others) == (("Otto Ther",), 7)
    assert len(possible_receivers(firm.pia, firm.level("S5"), TODAY)) == 6
    said = sentences(row, "Your manager then")
    assert "7 others could receive you, too: until you send it, you can choose among the nearest 5." in said
    assert "could receive you" not in squeezed(
        signed_in(firm.user("pia")).get(reverse("move", args=[row.pk]))
    )  # it is sent
    page = signed_in(firm.user("pia")).get(reverse("move-send", args=[firm.draft("S5").pk]))
    assert "7 others could receive you" in squeezed(page)
    address = f"{reverse('move-draft', args=[page.context['row'].pk])}#div_id_receiving"
    assert f'<a href="{address}">Choose who would receive you</a>' in page.content.decode()
    form = signed_in(firm.user("pia")).get(address)
    assert 'id="div_id_receiving"' in form.content.decode()


def test_whom_hr_names_of_two_with_one_name_is_told_apart(firm: Company) -> None:
    other = leader(firm, "Otto Ther", "Sales", "AG")
    row = firm.asked("S5", first_ear=FirstEar.HR)
    assert row.receiving == firm.otto
    questions.name_receiving(request=row, manager=other, by=firm.user("hana"), today=TODAY)
    now = presentation.terms_of(fresh(row), TODAY)
    assert now is not None
    assert now.manager == ManagerTerm(("Otto Ther",), Received.NAMED, who=other.pk)


def test_the_person_chooses_and_who_is_chosen_is_asked(firm: Company) -> None:
    lena = leader(firm, "Lena Leader", "Lab", "GmbH")
    pia = firm.user("pia")
    page = signed_in(pia).get(f"/moves/ask/{firm.level('S5').key}/")
    assert "Lena Leader: leads people on this level" in squeezed(page)
    row = drafts.beginning(person=firm.pia, level=firm.level("S5"), today=TODAY)
    wishes: Any = {"wished_on": None, "first_ear": FirstEar.MANAGER, "evidence": EVIDENCE, "reason": None}
    with pytest.raises(DomainError, match="Choose again"):
        drafts.keep(request=row, by=pia, today=TODAY, receiving=firm.mia.pk, **wishes)
    row = drafts.keep(request=row, by=pia, today=TODAY, receiving=lena.pk, **wishes)
    row = drafts.submit(request=row, by=pia, today=TODAY)
    assert terms_of(row).manager == ManagerTerm(("Lena Leader",), Received.CHOSEN, False, 1, lena.pk)
    assert "chosen by you" in sentences(row, "Your manager then")
    answer(now_open(row), APRIL)
    assert now_open(row).decider == user_of(lena)
    # HR can still name somebody else; the frozen terms keep what was read.
    questions.name_receiving(request=fresh(row), manager=firm.otto, by=firm.user("hana"), today=TODAY)
    assert (fresh(row).receiving, terms_of(fresh(row)).manager) == (firm.otto, terms_of(row).manager)


def test_who_is_named_is_asked_also_where_somebody_else_leads_more_people_by_then(firm: Company) -> None:
    row = firm.asked("S5")
    assert (terms_of(row).manager, row.receiving) == (
        ManagerTerm(("Otto Ther",), Received.BOTH, False, 0, firm.otto.pk),
        firm.otto,
    )
    leader(firm, "Lena Leader", "Lab", "GmbH", people=3)
    row = answer(now_open(row), APRIL)
    assert now_open(row).decider == firm.user("otto")
    assert "named by HR" not in sentences(row, "Your manager then")


def test_whom_hr_names_before_their_turn_stands_in_the_terms_and_the_person_hears_of_it(firm: Company) -> None:
    lena = leader(firm, "Lena Leader", "Lab", "GmbH")
    row = firm.asked("S5", first_ear=FirstEar.HR)
    assert now_open(row).who != "receiving_manager"
    Notice.objects.all().delete()
    for _ in range(2):
        questions.name_receiving(request=row, manager=lena, by=firm.user("hana"), today=TODAY)
        assert list(Notice.objects.values_list("kind", "recipient__name")) == [("handed_on", "Pia Person")]
    frozen, now = terms_of(fresh(row)), presentation.terms_of(fresh(row), TODAY)
    assert frozen.manager == ManagerTerm(("Otto Ther",), Received.BOTH, False, 1, firm.otto.pk)
    assert now is not None
    assert now.manager == ManagerTerm(("Lena Leader",), Received.NAMED, who=lena.pk)
    page = squeezed(signed_in(firm.user("pia")).get(f"/moves/requests/{row.pk}/"))
    assert "Lena Leader: named by HR" in page
    assert "Otto Ther: leads people" not in page


def test_who_was_chosen_and_leads_nobody_there_any_more_is_chosen_again(firm: Company) -> None:
    lena = leader(firm, "Lena Leader", "Lab", "GmbH")
    pia = firm.user("pia")
    row = drafts.beginning(person=firm.pia, level=firm.level("S5"), today=TODAY)
    wishes: Any = {"wished_on": None, "first_ear": FirstEar.MANAGER, "evidence": EVIDENCE, "reason": None}
    row = drafts.keep(request=row, by=pia, today=TODAY, receiving=lena.pk, **wishes)
    Placement.objects.filter(employee__reporting_lines__manager=lena).update(ends_on=TODAY - dt.timedelta(days=1))
    with pytest.raises(DomainError, match="Choose again"):
        drafts.submit(request=row, by=pia, today=TODAY)


def test_nobody_leads_anybody_on_the_level(firm: Company) -> None:
    row = firm.asked("P5")
    assert terms_of(row).manager == ManagerTerm((), Received.NOBODY)
    assert "HR says with the day who leads you then." in sentences(row, "Your manager then")


def test_a_second_level_stays_and_the_terms_say_so(firm: Company) -> None:
    second = placing.add_second(
        employee=firm.pia, level=firm.level("M5"), share=30, starts_on=dt.date(2026, 1, 1), by=firm.user("hana")
    )
    row = firm.scheduled("S5", APRIL)
    term = terms_of(row).second
    assert term is not None
    assert (term.code, term.share, term.until, term.fate) == ("M5", 30, None, SecondFate.STAYS)
    assert "(30 %) stays as it is; the new level takes the rest." in sentences(row, "Your second level")
    effects.run_effects(APRIL)
    second.refresh_from_db()
    assert second.ends_on is None


def test_a_second_level_becomes_the_whole_where_the_person_moves_to_it(firm: Company) -> None:
    second = placing.add_second(
        employee=firm.pia, level=firm.level("S5"), share=30, starts_on=dt.date(2026, 1, 1), by=firm.user("hana")
    )
    row = firm.scheduled("S5", APRIL)
    assert terms_of(row).second is not None
    assert "becomes the whole of it" in sentences(row, "Your second level")
    assert "becomes the whole of it" in sentences(row, "Their second level", own=False)
    effects.run_effects(APRIL)
    second.refresh_from_db()
    assert second.ends_on == dt.date(2026, 3, 31)


def test_one_that_ends_before_is_not_named(firm: Company) -> None:
    ends = dt.date(2026, 3, 20)
    placing.add_second(
        employee=firm.pia, level=firm.level("M5"), share=30, starts_on=dt.date(2026, 1, 1), ends_on=ends,
        by=firm.user("hana"),
    )  # fmt: skip
    assert sentences(firm.asked("S5", wished_on=APRIL), "Your second level") == ""
