"""How far each step of the set-up is, by what stands in the database; who does which; and skipping."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import kept_counts
from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry, Organisation
from ladders.exchange.models import PeopleUpload, Upload, UploadState
from ladders.frameworks.actions.frameworks import create_framework
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.library import template_shape
from ladders.frameworks.models import JobEvaluation, Level
from ladders.impact.actions.plan import start_draft as start_plan
from ladders.impact.library import install_default_plan
from ladders.placements.actions.placements import place
from ladders.setup.actions.skips import skip_step, take_up_step
from ladders.setup.domain.selection import Selection
from ladders.setup.domain.steps import NEEDS, Figures, State, Step, finished, missing, next_step
from ladders.setup.queries.empty_steps import begun
from ladders.setup.queries.figures import figures_of, may_do, may_skip
from ladders.setup.queries.steps import ShownStep, set_up
from ladders.setup.text.steps import WHYS, figures_text
from tests.compensation.money_data import SIX, bands, zone
from tests.compensation.payroll import pay
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, account, draft_framework, hr_admin
from tests.pages import assert_clean, squeezed

from .test_invitations import local_hr, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db: None) -> User:
    """The account that an installation begins with: an HR admin who is nobody's employee."""
    return hr_admin(name="Hana Ruiz")


def figures(user: User) -> dict[Step, Figures]:
    """As they are now."""
    return figures_of(User.objects.get(pk=user.pk), timezone.localdate())


def shown(user: User, step: Step) -> ShownStep:
    """One step on the page of that person."""
    return next(each for each in set_up(User.objects.get(pk=user.pk), timezone.localdate()).steps if each.step is step)


def said(user: User, step: Step) -> tuple[State, str]:
    """How far a step is, in a word and in numbers."""
    found = figures(user)[step]
    return found.state, figures_text(step, found)


def test_every_step_has_its_words_and_needs_only_what_comes_before() -> None:
    assert list(WHYS) == list(Step)
    order = list(Step)
    assert all(order.index(need) < order.index(step) for step, needs in NEEDS.items() for need in needs)


def test_an_empty_organisation_has_begun_nothing(first: User) -> None:
    assert {step: each.state for step, each in figures(first).items()} == dict.fromkeys(Step, State.NOT_STARTED)
    assert set_up(first, timezone.localdate()).next == shown(first, Step.SIGN_IN)


def test_sign_in_is_done_with_a_name_and_two_admins_who_have_a_second_step(first: User) -> None:
    assert said(first, Step.SIGN_IN) == (
        State.NOT_STARTED,
        "The organisation has no name yet · 1 HR admin for the whole organisation · 1 person with a role · "
        "1 of them still has to set up a second step at sign-in",
    )
    assert [place.url for place in shown(first, Step.SIGN_IN).places][:2] == ["/settings/", "/account/"]
    Organisation.objects.update_or_create(pk=1, defaults={"name": "One Ltd"})
    assert said(first, Step.SIGN_IN)[0] == State.BEGUN
    TOTP.activate(first, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert said(first, Step.SIGN_IN) == (
        State.BEGUN,
        "1 HR admin for the whole organisation · 1 person with a role",
    )
    # Nobody is here yet who could be the second: people come first.
    assert shown(first, Step.SIGN_IN).first == (Step.PEOPLE.label,)
    assert not shown(first, Step.SIGN_IN).next
    assert shown(first, Step.FACTORS).next
    local_hr("Lab")  # of some people: no second person for what concerns everybody
    account(name="Ed", user__roles=[Role.FRAMEWORK_EDITOR])
    assert shown(first, Step.SIGN_IN).next
    second = hr_admin(name="Ana")
    assert said(first, Step.SIGN_IN) == (
        State.BEGUN,
        "2 HR admins for the whole organisation · 4 people with a role · "
        "2 of them still have to set up a second step at sign-in",
    )
    for user in (second, User.objects.get(name="Lo Cal")):
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert said(first, Step.SIGN_IN)[0] == State.DONE


def test_the_plan(first: User) -> None:
    assert said(first, Step.FACTORS) == (State.NOT_STARTED, "No plan is in force")
    plan = install_default_plan()
    n = plan.factors.count()
    assert said(first, Step.FACTORS) == (State.DONE, f"A plan with {n} factors is in force")
    start_plan(by=first)
    assert said(first, Step.FACTORS) == (State.DONE, f"A plan with {n} factors is in force · a draft is open")


def test_from_a_draft_to_its_publication(first: User) -> None:
    install_default_plan()
    assert said(first, Step.FRAMEWORK) == (State.NOT_STARTED, "No framework yet")
    assert said(first, Step.PUBLISHING) == (State.NOT_STARTED, "No framework yet")
    version = draft_framework(by=first)
    assert said(first, Step.FRAMEWORK) == (State.DONE, "1 framework · 9 levels")
    assert said(first, Step.GRADES) == (State.DONE, "9 of 9 levels have a grade")
    Level.objects.filter(version=version, code__in=["S5", "M5"]).update(
        grade=None, points=None, method="", source="", evaluation_due=None
    )
    assert said(first, Step.GRADES) == (State.BEGUN, "7 of 9 levels have a grade")
    places = shown(first, Step.GRADES).places
    assert [(place.label, place.url) for place in places[:1]] == [
        ("Grade the levels of Research", "/frameworks/research/draft/evaluation/")
    ]
    assert said(first, Step.PUBLISHING) == (State.NOT_STARTED, "0 of 1 framework is published")
    assert shown(first, Step.PUBLISHING).places[0].url == "/frameworks/research/draft/publish/"


def test_numbers_are_written_as_people_write_them() -> None:
    assert figures_text(Step.LEVELS, Figures(1_200, 12_000)) == "1,200 of 12,000 people have a level"
    told = figures_text(Step.TELLING, Figures(1_200, 12_000, more={"signed_in": 1_000}))
    assert told == "1,200 of 12,000 people were told or have signed in · 1,000 have signed in"


def test_proposed_grades_of_a_template_are_no_end_of_grading(first: User) -> None:
    """They cannot be published before somebody has confirmed them, so no step may say that they are done."""
    shape = template_shape("engineering", install_default_plan().shape())
    create_framework(name="Engineering", by=first, shape=shape)
    n = Level.objects.count()
    assert said(first, Step.GRADES) == (
        State.BEGUN,
        f"{n} of {n} levels have a grade · {n} of them are proposed, and to be confirmed",
    )
    assert shown(first, Step.PUBLISHING).first == (Step.GRADES.label,)
    place_first = shown(first, Step.GRADES).places[0]
    assert str(place_first.label) == "Confirm the proposed grades of Engineering"
    JobEvaluation.objects.update(proposed=False)
    assert said(first, Step.GRADES) == (State.DONE, f"{n} of {n} levels have a grade")


def test_published_frameworks_beside_drafts(first: User) -> None:
    install_default_plan()
    version = draft_framework(by=first)
    publish(version=version, seen=version.revision, by=first)
    assert said(first, Step.PUBLISHING) == (State.DONE, "1 of 1 framework is published")
    draft_framework(by=first, name="Other")
    assert said(first, Step.PUBLISHING) == (State.BEGUN, "1 of 2 frameworks are published")
    assert said(first, Step.FRAMEWORK) == (State.DONE, "2 frameworks · 18 levels")


def test_bands_are_wanted_for_the_grades_that_levels_are_on_in_every_zone(first: User) -> None:
    install_default_plan()
    assert said(first, Step.BANDS) == (State.NOT_STARTED, "No pay zone yet")
    draft_framework(by=first)  # on grades 3, 5 and 6
    one = zone()
    assert said(first, Step.BANDS) == (State.BEGUN, "1 pay zone · 0 of 3 grades have a band in each")
    bands(one, {"3": SIX, "5": SIX, "6": SIX, "7": SIX})
    assert said(first, Step.BANDS) == (State.DONE, "1 pay zone · 3 of 3 grades have a band in each")
    two = zone("TWO", locations=("Kiel",))
    bands(two, {"3": SIX})
    assert said(first, Step.BANDS) == (State.BEGUN, "2 pay zones · 1 of 3 grades have a band in each")


def test_people_levels_salaries_and_telling(first: User) -> None:
    install_default_plan()
    version = draft_framework(by=first)
    publish(version=version, seen=version.revision, by=first)
    (owner,) = Employee.objects.all()  # of the framework
    pia = EmployeeFactory.create(name="Pia", department="Lab")
    EmployeeFactory.create(name="Bo", user=None)
    EmployeeFactory.create(name="Gone", left_on=timezone.localdate() - dt.timedelta(days=1))
    assert said(first, Step.PEOPLE) == (
        State.DONE,
        "3 people work here · 2 have an address · 0 have a manager",
    )
    assert said(first, Step.LEVELS) == (State.NOT_STARTED, "0 of 3 people have a level")
    assert said(first, Step.SALARIES) == (State.NOT_STARTED, "0 of 3 people have a salary")
    assert said(first, Step.TELLING) == (
        State.NOT_STARTED,
        "0 of 2 people were told or have signed in · 0 have signed in",
    )
    level = Level.objects.get(version=version, code="S5")
    place(employee=pia, level=level, starts_on=timezone.localdate(), by=first)
    pay(pia, 50_000)
    sent(first, Selection(departments=("Lab",)))
    User.objects.filter(employee=owner).update(last_login=timezone.now())
    assert said(first, Step.LEVELS) == (State.BEGUN, "1 of 3 people have a level")
    assert said(first, Step.SALARIES) == (State.BEGUN, "1 of 3 people have a salary")
    assert said(first, Step.TELLING) == (State.DONE, "2 of 2 people were told or have signed in · 1 has signed in")


def test_limited_hr_counts_the_people_in_reach_alone(first: User) -> None:
    for n in range(3):
        EmployeeFactory.create(name=f"L{n}", department="Lab")
    EmployeeFactory.create(name="W", department="Works")
    local = local_hr("Works")
    assert set(figures(local)) == {Step.LEVELS, Step.SALARIES, Step.TELLING}
    assert {step: each.total for step, each in figures(local).items()} == {
        Step.LEVELS: 1,
        Step.SALARIES: 1,
        Step.TELLING: 1,
    }
    page = signed_in(local).get("/set-up/")
    assert_clean(page)
    text = squeezed(page)
    assert "Comes after: Publishing" in text
    assert "0 of 1 person has a level" in text
    assert "3 people" not in text
    assert "work here" not in text
    assert "Not part of your role. Ask: Hana Ruiz" in text


def test_who_does_which_steps(first: User) -> None:
    everything = set(Step)
    editor = account(user__roles=[Role.FRAMEWORK_EDITOR])
    analyst = account(user__roles=[Role.COMPENSATION_ANALYST])
    system = account(user__roles=[Role.SYSTEM_ADMINISTRATOR])
    expected = {
        first: everything,
        editor: {Step.FRAMEWORK, Step.GRADES},
        analyst: {Step.FACTORS, Step.GRADES, Step.BANDS, Step.SALARIES},
        system: {Step.SIGN_IN},
        account(): set(),
    }
    for user, steps in expected.items():
        assert {step for step in Step if may_do(user, step)} == steps == {step for step in Step if may_skip(user, step)}
        assert signed_in(user).get("/set-up/").status_code == (200 if steps else 403)
    local = local_hr("Lab")
    assert [step for step in Step if may_skip(local, step)] == []


def test_a_step_is_skipped_and_taken_up_again_by_whoever_does_it(first: User) -> None:
    client = signed_in(first)
    answer = client.post("/set-up/bands/skip/")
    assert (answer.status_code, answer["Location"]) == (302, "/set-up/#bands")
    assert shown(first, Step.BANDS).mark == "skipped"
    page = squeezed(client.get("/set-up/"))
    assert "1 of your 10 steps done or skipped" in page
    assert "Take it up again" in page
    assert not skip_step(step=Step.BANDS, by=first)
    client.post("/set-up/bands/take-up/")
    assert shown(first, Step.BANDS).mark == "not_started"
    verbs = AuditEntry.objects.filter(area="setup").order_by("pk").values_list("verb", "subject")
    assert list(verbs) == [("step.skipped", "Pay zones and bands"), ("step.taken_up", "Pay zones and bands")]
    local = local_hr("Lab")
    with pytest.raises(DomainError):
        skip_step(step=Step.TELLING, by=local)
    with pytest.raises(DomainError):
        take_up_step(step=Step.TELLING, by=local)
    assert signed_in(local).post("/set-up/telling/skip/").status_code == 409
    assert signed_in(local).post("/set-up/bands/skip/").status_code == 403
    assert client.post("/set-up/nothing/skip/").status_code == 404


def test_what_is_next_and_what_it_waits_for() -> None:
    none = {step: Figures(total=1) for step in Step}
    done = Figures(1, 1)
    assert next_step(none, none, ()) is Step.SIGN_IN
    assert missing(Step.GRADES, none, ()) == (Step.FACTORS, Step.FRAMEWORK)
    assert missing(Step.GRADES, none | {Step.FACTORS: done}, (Step.FRAMEWORK,)) == ()
    waits = none | {Step.SIGN_IN: Figures(2, 3, after=(Step.PEOPLE,))}
    assert missing(Step.SIGN_IN, waits, ()) == (Step.PEOPLE,)
    assert next_step(waits, waits, ()) is Step.FACTORS
    # Nothing can be graded before there are factors, so the framework comes first.
    assert next_step(none, none, (Step.SIGN_IN, Step.FACTORS)) is Step.FRAMEWORK
    # Whoever only places people waits for a publication, and for nothing that they do not know.
    mine = {Step.LEVELS: Figures(0, 3)}
    assert next_step(mine, mine | {Step.PUBLISHING: Figures(0, 1)}, ()) is None
    assert next_step(mine, mine | {Step.PUBLISHING: done}, ()) is Step.LEVELS
    everything = dict.fromkeys(Step, done)
    assert next_step(everything, everything, ()) is None
    assert finished(everything | {Step.BANDS: Figures(1, 2)}, (Step.BANDS,))
    assert not finished(everything | {Step.BANDS: Figures(1, 2)}, ())


def queries(user: User) -> int:
    """Of the page."""
    client = signed_in(user)
    client.get("/set-up/")
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get("/set-up/").status_code == 200
    return len(found)


def test_the_page_asks_as_much_of_one_as_of_thirty(first: User) -> None:
    install_default_plan()
    version = draft_framework(by=first)
    publish(version=version, seen=version.revision, by=first)
    one = queries(first)
    for n in range(30):
        person = EmployeeFactory.create(name=f"P{n}", department=f"D{n % 4}")
        pay(person, 40_000 + n)
    draft_framework(by=first, name="Other")
    assert (one, queries(first)) == (22, 22)


def test_an_empty_organisation_opens_on_the_set_up_and_home_leads_back_to_it(first: User) -> None:
    client = signed_in(first)
    assert client.get("/")["Location"] == "/set-up/"
    plain = account()
    assert signed_in(plain).get("/").status_code == 200
    install_default_plan()
    page = client.get("/")
    assert_clean(page)
    assert "Not begun yet: <b>Your first framework</b>." in squeezed(page)
    assert 'href="/set-up/#framework"' in page.content.decode()
    assert 'href="/set-up/' not in signed_in(plain).get("/").content.decode()


def homes(user: User) -> set[Step]:
    """The steps that Home does not call unbegun, of those it speaks of."""
    return {step for step, (has, _skipped) in begun(User.objects.get(pk=user.pk)).items() if has}


def test_home_and_set_up_agree_on_what_has_begun(first: User) -> None:

    def agree(*more: Step) -> None:
        found = {step for step, each in figures(first).items() if each.state is not State.NOT_STARTED}
        assert homes(first) == found - {Step.SIGN_IN, Step.GRADES} == {*seen, *more}
        seen.update(more)

    seen: set[Step] = set()
    agree()
    install_default_plan()
    agree(Step.FACTORS)
    Upload.objects.create(owner=first, state=UploadState.READY)
    agree(Step.FRAMEWORK)
    zone()
    agree(Step.BANDS)
    PeopleUpload.objects.create(owner=first, content=b"", state=UploadState.READY)
    agree(Step.PEOPLE)
    PeopleUpload.objects.all().delete()
    seen.discard(Step.PEOPLE)
    colleague = hr_admin(name="Ana")
    EmployeeFactory.create(user=colleague)
    EmployeeFactory.create()
    User.objects.filter(pk=colleague.pk).update(last_login=timezone.now())
    agree(Step.PEOPLE)  # those who set up have told nobody yet by being here
    User.objects.exclude(employee=None).update(last_login=timezone.now())
    agree(Step.TELLING)


def test_home_names_what_has_not_begun_for_whoever_does_it(first: User) -> None:
    analyst = account(user__roles=[Role.COMPENSATION_ANALYST])
    install_default_plan()
    draft_framework(by=first)
    assert "Not begun yet: <b>Pay zones and bands</b>." in squeezed(signed_in(analyst).get("/"))
    for step in Step:
        skip_step(step=step, by=first)
    for user in (first, analyst):
        assert 'href="/set-up/' not in signed_in(user).get("/").content.decode()
    assert 'href="/set-up/"' in signed_in(first).get("/settings/").content.decode()
    take_up_step(step=Step.PUBLISHING, by=first)
    assert "Not begun yet: <b>Publishing</b>." in squeezed(signed_in(first).get("/"))
    assert 'href="/set-up/' not in signed_in(analyst).get("/").content.decode()


def test_many_people_are_counted_once_a_minute(first: User, monkeypatch: pytest.MonkeyPatch) -> None:
    day = timezone.localdate()
    before = figures_of(first, day)[Step.LEVELS].total
    EmployeeFactory.create()
    assert figures_of(first, day)[Step.LEVELS].total == before + 1
    monkeypatch.setattr(kept_counts, "LARGE", 0)
    assert figures_of(first, day)[Step.LEVELS].total == before + 1
    EmployeeFactory.create()
    assert figures_of(first, day)[Step.LEVELS].total == before + 1
    assert figures_of(first, day + dt.timedelta(days=1))[Step.LEVELS].total == before + 2
    cache.clear()
    assert figures_of(first, day)[Step.LEVELS].total == before + 2


def test_what_was_counted_for_one_reach_is_not_told_to_another(first: User, monkeypatch: pytest.MonkeyPatch) -> None:
    day = timezone.localdate()
    EmployeeFactory.create_batch(3, department="Elsewhere")
    monkeypatch.setattr(kept_counts, "LARGE", 0)
    everybody = figures_of(first, day)[Step.LEVELS].total
    local = local_hr("Nowhere")
    own = figures_of(local, day)[Step.LEVELS].total
    assert own < everybody
    first.grants.update(departments=["Elsewhere"])
    assert figures_of(User.objects.get(pk=first.pk), day)[Step.LEVELS].total == 3
    first.grants.update(departments=[], legal_entities=["Elsewhere GmbH"])
    assert figures_of(User.objects.get(pk=first.pk), day)[Step.LEVELS].total == 0
    first.grants.update(legal_entities=[])
    assert figures_of(User.objects.get(pk=first.pk), day)[Step.LEVELS].total == everybody


def test_what_was_skipped_is_not_called_set_up(first: User) -> None:
    client = signed_in(first)
    for step in Step:
        client.post(f"/set-up/{step.value}/skip/")
    said = squeezed(client.get("/set-up/"))
    assert "Nothing is left but 10 steps that were skipped: you can take them up again below." in said
    assert "All is set up." not in said


def test_a_framework_that_was_left_without_levels_is_found_again(first: User) -> None:
    create_framework(name="Sales", by=first)
    label = "Add levels to Sales"
    assert [place.label for place in shown(first, Step.FRAMEWORK).places][:2] == [label, "See the frameworks"]
    assert 'href="/frameworks/sales/draft/"' in signed_in(first).get("/set-up/").content.decode()
