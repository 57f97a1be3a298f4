"""What authors are promised about who reads their request, who answers and until when is what happens: for each kind of move,
for every decider, answered in time and in silence to the end of every line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts.models import User
from ladders.moves.actions import answers, drafts, overdue
from ladders.moves.domain.enums import Decider, StepAction
from ladders.moves.domain.escalation import ESCALATION, Asking, DeciderCandidate, Hears, Turn, in_turn
from ladders.moves.domain.policy import StepRule
from ladders.moves.domain.readers import readers
from ladders.moves.domain.states import FirstEar, Via
from ladders.moves.domain.terms import MoveTerms, StepTerms
from ladders.moves.models import Absence, DeciderGroup, GroupMember, MovePolicy, MoveRequest, ReturnRight
from ladders.moves.queries.draft_terms import terms_now
from ladders.moves.text.policy_sentences import step_then
from ladders.moves.text.terms import sees
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.compensation.payroll import place
from tests.factories import EmployeeFactory

from .company import EVIDENCE, TODAY, Company, answer, fresh, now_open, open_step, reports, user_of

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)


def on(firm: Company, code: str) -> None:
    """Pia holds that level instead."""
    level = firm.level(code)
    Placement.objects.filter(employee=firm.pia).update(level=level, level_key=level.key)


def step_back(firm: Company) -> MoveRequest:
    return firm.draft("S5")


def step_back_hr_first(firm: Company) -> MoveRequest:
    return firm.draft("S5", first_ear=FirstEar.HR)


def step_back_within_the_team(firm: Company) -> MoveRequest:
    ReportingLine.objects.filter(employee=firm.peer).update(manager=firm.mia)
    return firm.draft("S5")


def step_back_with_a_stand_in(firm: Company) -> MoveRequest:
    helper = EmployeeFactory.create(name="Stan Din")
    Absence.objects.create(employee=firm.mia, starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=300), stand_in=helper)
    return firm.draft("S5")


def step_back_without_a_manager(firm: Company) -> MoveRequest:
    ReportingLine.objects.filter(employee=firm.pia).delete()
    return firm.draft("S5")


def lateral(firm: Company) -> MoveRequest:
    return firm.draft("P6")  # nobody holds it: the framework's owner is asked


def lateral_to_a_team(firm: Company) -> MoveRequest:
    place(other := EmployeeFactory.create(name="Hol Der"), firm.level("P6"))
    reports(other, firm.otto)
    return firm.draft("P6")


def promotion(firm: Company) -> MoveRequest:
    on(firm, "S5")
    return firm.draft("S6")


def proposal(firm: Company) -> MoveRequest:
    return proposed(firm)


def proposed(firm: Company, code: str = "P6", by: str = "mia") -> MoveRequest:
    """The manager's proposal, with what Pia writes to accept it."""
    row = drafts.propose(person=firm.pia, level=firm.level(code), by=firm.user(by), today=TODAY)
    return drafts.change_draft(request=row, by=firm.user("pia"), today=TODAY, wished_on=None, evidence=EVIDENCE)


def holds_in_the_team(firm: Company, code: str, manager: str = "mia") -> None:
    """Peer holds that level, and reports to that manager, who would receive whoever comes to it."""
    level = firm.level(code)
    Placement.objects.filter(employee=firm.peer).update(level=level, level_key=level.key)
    ReportingLine.objects.filter(employee=firm.peer).update(manager=getattr(firm, manager))


def promotion_proposed_within_the_team(firm: Company) -> MoveRequest:
    on(firm, "S5")
    holds_in_the_team(firm, "S6")
    return proposed(firm, "S6")


def promotion_proposed_at_the_top(firm: Company) -> MoveRequest:
    """Nobody stands above who proposes and would receive: the framework's owner, or HR, answers for the other side."""
    on(firm, "S5")
    holds_in_the_team(firm, "S6")
    ReportingLine.objects.filter(employee=firm.mia).delete()
    return proposed(firm, "S6")


def proposed_by_who_releases_and_receives(firm: Company) -> MoveRequest:
    holds_in_the_team(firm, "P6")
    own_rules(firm, "lateral", (("release", "current_manager"), ("approve", "receiving_manager"), ("confirm", "hr")))
    return proposed(firm)


def proposed_where_no_other_side_is_asked(firm: Company) -> MoveRequest:
    own_rules(firm, "lateral", (("approve", "current_manager"), ("confirm", "hr")))
    return proposed(firm)


def proposed_by_who_stands_above_the_receiver(firm: Company) -> MoveRequest:
    holds_in_the_team(firm, "P6", "otto")
    ReportingLine.objects.filter(employee=firm.otto).update(manager=firm.mia)
    return proposed(firm)


def proposed_by_a_former_manager(firm: Company) -> MoveRequest:
    """Pia reports to Otto meanwhile, and Otto to Mia, who proposed: silence goes past her, in both managers' steps."""
    row = proposed(firm)
    holds_in_the_team(firm, "P6")
    ReportingLine.objects.filter(employee=firm.pia).update(manager=firm.otto)
    ReportingLine.objects.filter(employee=firm.otto).update(manager=firm.mia)
    return row


def proposed_by_hr(firm: Company) -> MoveRequest:
    """The HR lead is Pia's manager, too, and in charge of nothing that she proposed."""
    ReportingLine.objects.filter(employee=firm.pia).update(manager=firm.hana)
    own_rules(firm, "lateral", (("approve", "current_manager"), ("approve", "hr"), ("confirm", "hr")))
    return proposed(firm, by="hana")


def proposed_to_a_group_with_who_proposes(firm: Company) -> MoveRequest:
    group = DeciderGroup.objects.create(name="Committee")
    for person in (firm.mia, firm.otto):
        GroupMember.objects.create(group=group, employee=person)
    steps = (("approve", "current_manager"), ("approve", "group"), ("confirm", "hr"))
    own_rules(firm, "lateral", steps, group)
    return proposed(firm)


def own_rules(firm: Company, kind: str, steps: tuple[tuple[str, str], ...], group: DeciderGroup | None = None) -> None:
    """Rules with these steps instead, of five days each."""
    old = MovePolicy.objects.current().get(kind=kind, framework=None)
    old.replaced_at = old.made_at
    old.save()
    new = MovePolicy.objects.create(kind=kind, number=2, length=len(steps), pay_rule="kept", made_at=old.made_at)
    for position, (deed, who) in enumerate(steps, start=1):
        own = {"weeks": 4 if deed == "release" else 0, "group": group if who == "group" else None}
        new.steps.create(position=position, deed=deed, decider=who, days=5, **own)


def diagonal(firm: Company) -> MoveRequest:
    on(firm, "S5")
    return firm.draft("M6")


def going_back(firm: Company) -> MoveRequest:
    on(firm, "S5")
    ReturnRight.objects.create(
        person=firm.pia,
        request=firm.draft("P6"),
        came_from="step_back",
        level=firm.level("S6"),
        levels=[firm.level("S6").key],
        starts_on=TODAY - ONE_DAY,
        until=TODAY + dt.timedelta(days=400),
        evidence_until=TODAY + dt.timedelta(days=400),
        pay_rule="kept",
    )
    return firm.draft("S6")


def decided_by_a_group(firm: Company) -> MoveRequest:
    group = DeciderGroup.objects.create(name="Committee")
    for person in (firm.peer, firm.otto, firm.mia, firm.pia):
        GroupMember.objects.create(group=group, employee=person)
    old = MovePolicy.objects.current().get(kind="step_back", framework=None)
    old.replaced_at = old.made_at
    old.save()
    policy = MovePolicy.objects.create(
        kind="step_back", number=2, length=2, pay_rule="kept", right_of_return=True, made_at=old.made_at
    )
    policy.steps.create(position=1, deed="release", decider="current_manager", days=5, weeks=4)
    policy.steps.create(position=2, deed="approve", decider="group", group=group, days=5)
    return firm.draft("S5")


CASES: dict[Callable[[Company], MoveRequest], str] = {
    step_back: "step_back",
    step_back_hr_first: "step_back",
    step_back_within_the_team: "step_back",
    step_back_with_a_stand_in: "step_back",
    step_back_without_a_manager: "step_back",
    decided_by_a_group: "step_back",
    lateral: "lateral",
    lateral_to_a_team: "lateral",
    proposal: "lateral",
    promotion: "promotion",
    promotion_proposed_within_the_team: "promotion",
    promotion_proposed_at_the_top: "promotion",
    proposed_by_who_releases_and_receives: "lateral",
    proposed_where_no_other_side_is_asked: "lateral",
    proposed_by_who_stands_above_the_receiver: "lateral",
    proposed_by_a_former_manager: "lateral",
    proposed_by_hr: "lateral",
    proposed_to_a_group_with_who_proposes: "lateral",
    diagonal: "diagonal",
    going_back: "return",
}


def promised(terms: MoveTerms, *hears: Hears) -> set[str]:
    """Whom the terms name as readers from those moments on."""
    return {name for each in readers(terms.way, terms.hr) if each.hears in hears for name in each.name.split(", ")}


def seeing(row: MoveRequest, day: dt.date) -> set[str]:
    """Everybody but the author who finds the request on that day. Asks for each of them, so it is asked once a turn."""
    seen = MoveRequest.objects.filter(pk=row.pk)
    others = User.objects.exclude(employee=row.person_id).prefetch_related("grants")
    return {str(user) for user in others if seen.visible_to(user, day).exists()}


@pytest.fixture(params=list(CASES), ids=lambda case: case.__name__)
def sent(request: pytest.FixtureRequest, firm: Company) -> tuple[MoveRequest, MoveTerms]:
    """A request that has just been sent, with the terms its author read."""
    draft = request.param(firm)
    assert draft.kind == CASES[request.param]
    terms = terms_now(draft, TODAY)
    assert all(name for way in terms.way for name in way.names)
    row = drafts.submit(request=draft, by=user_of(firm.pia), today=TODAY)
    assert MoveTerms.from_json(fresh(row).terms or {}) == terms
    assert seeing(row, TODAY) == promised(terms, Hears.SENT)
    return row, terms


def test_answered_on_the_last_day_everything_is_as_promised(sent: tuple[MoveRequest, MoveTerms]) -> None:
    row, terms = sent
    seen: set[str] = set()
    day = TODAY
    while (step := open_step(row)) is not None:
        way = terms.way[step.position // 10 - 1]
        assert row.proposer_id not in {step.decider_id, *step.among} or step.deed == "release"
        assert answers.may_decline(step, day) == (step.deed == "approve" or way.asking == Asking.MAY_DECLINE) or (
            row.uses_right_id
        )
        asked = set(User.objects.filter(pk__in=step.among or [step.decider_id]).values_list("name", flat=True))
        assert (asked, step.due_on, way.skipped) == (set(way.names[0].split(", ")), way.due_on, False)
        assert step.due_on is not None
        day = step.due_on
        seen |= seeing(row, day)
        row = answer(step, day, day)
        here = seeing(row, day)
        assert set(terms.hr) <= here  # once somebody has answered
        seen |= here
    assert day == terms.answered_by
    assert {step.position // 10 - 1 for step in row.steps.filter(outcome="not_needed")} == {
        place for place, way in enumerate(terms.way) if way.skipped
    }
    assert seen == promised(terms, Hears.SENT, Hears.TURN, Hears.ANSWERED)


def test_in_silence_it_goes_to_those_who_were_named_and_to_nobody_else(sent: tuple[MoveRequest, MoveTerms]) -> None:
    row, terms = sent
    here, day = seeing(row, TODAY), TODAY
    seen, answered = here, False
    while (step := open_step(row)) is not None:
        way = terms.way[step.position // 10 - 1]
        for turn, name in zip(way.turns, way.names, strict=True):
            step = now_open(row)
            assert row.proposer_id not in {step.decider_id, *step.among} or step.deed == "release"
            if not step.among:
                assert str(step.decider) == name
            assert (step.via == Via.HR) == (turn in (Turn.HR, Turn.LEAD))
            heard = answered or step.via == Via.HR
            assert bool(set(terms.hr) & here) == heard
            assert step.due_on is not None
            day = step.due_on + ONE_DAY
            overdue.sweep(day)
            here = seeing(row, day)
            seen |= here
        last = now_open(row)
        assert (last.pk, str(last.decider)) == (step.pk, way.names[-1])  # there it stays
        row, answered = answer(last, day, day), True
        here = seeing(row, day)
        seen |= here
    assert seen == promised(terms, *Hears)


@pytest.mark.parametrize("who", Decider)
def test_rules_and_table_say_the_same(who: Decider) -> None:
    said = step_then(StepRule("approve", who, 5))  # type: ignore[arg-type]
    words = {Turn.ABOVE: "next manager above", Turn.OWNER: "framework owner", Turn.LEAD: "HR lead"}
    assert [turn for turn, word in words.items() if word in said] == list(ESCALATION[who][1:])


def test_in_turn_is_what_opening_and_silence_do() -> None:
    line = [
        DeciderCandidate(1, Via.ROLE, away=True),
        DeciderCandidate(2, Via.STAND_IN),
        DeciderCandidate(3, Via.UP, here=False),
        DeciderCandidate(4, Via.UP),
        DeciderCandidate(5, Via.OWNER),
        DeciderCandidate(6, Via.HR),
        DeciderCandidate(7, Via.HR),
    ]

    def turns(who: Decider, line: list[DeciderCandidate]) -> list[tuple[Turn, int | None]]:
        return [(turn, each.user) for turn, each in in_turn(line, who)]

    receiving = [(Turn.STAND_IN, 2), (Turn.ABOVE, 4), (Turn.OWNER, 5), (Turn.LEAD, 6)]
    assert turns(Decider.RECEIVING_MANAGER, line) == receiving
    assert turns(Decider.CURRENT_MANAGER, [each for each in line if each.via != Via.OWNER]) == [
        (Turn.STAND_IN, 2),
        (Turn.ABOVE, 4),
        (Turn.LEAD, 6),
    ]
    assert turns(Decider.HR, line[-2:]) == [(Turn.HR, 6), (Turn.LEAD, 7)]
    assert turns(Decider.HR, line[-1:]) == [(Turn.HR, 7)]  # the only one in HR
    assert turns(Decider.CURRENT_MANAGER, []) == []


def test_whoever_answers_twice_stands_once_among_the_readers(firm: Company) -> None:
    """A manager who leads people on the other level, too; however the rules order the steps."""

    def step(decider: Decider, *names: str, turns: tuple[Turn, ...] = (Turn.NAMED,)) -> StepTerms:
        return StepTerms(StepRule(StepAction.APPROVE, decider, 5), turns, names)

    terms = terms_now(lateral(firm), TODAY)
    own, receiving = step(Decider.CURRENT_MANAGER, "Mia"), step(Decider.RECEIVING_MANAGER, "Mia")
    after = step(Decider.RECEIVING_MANAGER, "Otto", "Mia", turns=(Turn.NAMED, Turn.ABOVE))
    for way, as_what in (
        ((own, receiving), "your manager; the receiving manager"),
        ((receiving, own), "the receiving manager; your manager"),
        ((own, after), "your manager; the next manager above"),
    ):
        rows = sees(replace(terms, way=way), managers_see_pay=True)
        [mia] = [each for each in rows if "Mia" in each.who]
        assert (mia.who, mia.when) == (f"Mia ({as_what})", "when you send it")
        assert "the terms with your pay" in mia.what
