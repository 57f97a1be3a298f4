"""People who walked that way: found only where they agreed, asked and answered between two."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.growth.actions.ways import answer, ask, ask_no_more, may_be_asked, remove_question
from ladders.growth.models import WalkedWay, WayQuestion
from ladders.moves.models import Notice
from ladders.placements.models import Placement
from tests.factories import UserFactory
from tests.pages import assert_clean, squeezed

from .conftest import EVERYBODY, PEOPLE, TODAY, Firm, publish_without

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(firm: Firm) -> WalkedWay:
    """The colleague moved from E3 to S6 and may be asked about it; Ada holds S5."""
    firm.place("colleague", "E3", dt.date(2018, 1, 1), dt.date(2021, 12, 31))
    firm.place("colleague", "S6", dt.date(2022, 1, 1))
    return may_be_asked(level=firm.level("S6").key, by=firm.user("colleague"))


def test_only_moves_that_were_made_can_be_asked_about(firm: Firm, way: WalkedWay) -> None:
    assert (way.from_level, way.level, way.moved_on) == ("E3 Researcher", "S6 Specialist 6", dt.date(2022, 1, 1))
    assert may_be_asked(level=way.level_key, by=firm.user("colleague")) == way
    for level in ("E3", "I6"):
        with pytest.raises(DomainError, match="have not moved"):
            may_be_asked(level=firm.level(level).key, by=firm.user("colleague"))
    page = firm.client("colleague").get("/growth/ways/")
    assert_clean(page)
    assert "E3 Researcher → S6 Specialist 6" in squeezed(page)
    path = f"/growth/ways/to/{way.level_key}/"
    assert firm.client("ada").post(path, {"asked": "yes"}).status_code == 404
    assert firm.client("colleague").post(path, {"asked": "no"}).status_code == 302
    assert not WalkedWay.objects.exists()


def test_a_planned_move_is_none_that_was_made(firm: Firm, way: WalkedWay) -> None:
    """It may not have been announced yet."""
    soon = TODAY + dt.timedelta(days=20)
    Placement.objects.filter(employee=firm["colleague"], ends_on=None).update(ends_on=soon - dt.timedelta(days=1))
    firm.place("colleague", "I6", soon)
    with pytest.raises(DomainError, match="have not moved"):
        may_be_asked(level=firm.level("I6").key, by=firm.user("colleague"))
    page = squeezed(firm.client("colleague").get("/growth/ways/"))
    assert "E3 Researcher → S6 Specialist 6" in page
    assert "Influence 6" not in page
    path = f"/growth/ways/to/{firm.level('I6').key}/"
    assert firm.client("colleague").post(path, {"asked": "yes"}).status_code == 404
    assert WalkedWay.objects.get() == way


def test_who_agreed_is_found_beside_the_level_until_they_take_it_back_or_leave(firm: Firm, way: WalkedWay) -> None:
    page = squeezed(firm.client("ada").get("/path/research/S6/"))
    assert "from E3 Researcher, 2022" in page
    assert f'href="/growth/ways/{way.pk}/ask/"' in page
    assert "Colleague" not in squeezed(firm.client("ada").get("/path/research/I6/"))
    assert not WalkedWay.objects.visible_to(AnonymousUser()).exists()
    assert not WalkedWay.objects.visible_to(UserFactory.create(roles=[Role.HR_ADMIN])).exists()  # works nowhere here
    assert WalkedWay.objects.visible_to(firm.user("hr_elsewhere")).get() == way
    gone = firm["colleague"]
    gone.left_on = TODAY - dt.timedelta(days=1)
    gone.save()
    assert not WalkedWay.objects.visible_to(firm.user("ada")).exists()


def test_who_walked_to_a_level_is_found_beside_what_took_its_place(firm: Firm, way: WalkedWay) -> None:
    firm.place("former", "E3", dt.date(2018, 1, 1), dt.date(2018, 12, 31))
    firm.place("former", "S6", dt.date(2019, 1, 1), dt.date(2020, 12, 31))
    firm.place("former", "M6", dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    for code in ("S6", "M6"):
        may_be_asked(level=firm.level(code).key, by=firm.user("former"))
    publish_without(firm, "S6", "M6")
    page = squeezed(firm.client("ada").get("/path/research/M6/"))
    assert f'href="/growth/ways/{way.pk}/ask/"' in page
    assert len(re.findall(r"/growth/ways/\d+/ask/", page)) == 2  # each person once, whichever of both they moved to


def test_a_question_and_its_answer_are_between_two(firm: Firm, way: WalkedWay) -> None:
    ada, colleague, before = firm.user("ada"), firm.user("colleague"), AuditEntry.objects.count()
    form = firm.client("ada").get(f"/growth/ways/{way.pk}/ask/")
    assert_clean(form)
    assert firm.client("colleague").get(f"/growth/ways/{way.pk}/ask/").status_code == 404
    question = ask(way=way, text="What did you give up?", by=ada)
    with pytest.raises(DomainError, match="is open"):
        ask(way=way, text="And?", by=ada)
    with pytest.raises(PermissionDenied):
        ask(way=way, text="Me", by=colleague)
    for who in set(PEOPLE) - {"colleague"}:
        with pytest.raises(PermissionDenied):
            answer(question=question, text="x", by=firm.user(who))
    paths = (f"/growth/ways/questions/{question.pk}/answer/", f"/growth/ways/questions/{question.pk}/remove/")
    found: list[dict[str, int]] = []
    for path in paths:
        found.append({})
        for who in EVERYBODY:
            with transaction.atomic():
                found[-1][who] = firm.client(who).post(path, {"text": "x"}).status_code
                transaction.set_rollback(True)
    nobody = dict.fromkeys(EVERYBODY, 404) | {"stranger": 302}
    assert found == [nobody | {"colleague": 302}, dict.fromkeys(EVERYBODY, 302)]  # removing: as what is not there
    for who in EVERYBODY:
        if who not in ("ada", "colleague"):
            firm.client(who).post(paths[1])
    assert WayQuestion.objects.filter(pk=question.pk).exists()
    answer(question=question, text="Evenings, for a year", by=colleague)
    assert {who for who in PEOPLE if WayQuestion.objects.visible_to(firm.user(who)).exists()} == {"ada", "colleague"}
    for who in ("ada", "colleague"):
        page = firm.client(who).get("/growth/ways/")
        assert_clean(page)
        assert "Evenings, for a year" in squeezed(page)
    assert [(n.recipient, n.kind, n.page) for n in Notice.objects.order_by("id")] == [
        (colleague, "plan", f"growth-ways#question-{question.pk}"),
        (ada, "informed", f"growth-ways#question-{question.pk}"),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT q::text FROM growth_wayquestion q")
        assert "Evenings" not in cursor.fetchone()[0]
    assert AuditEntry.objects.count() == before


def test_taking_back_ends_new_questions_and_keeps_old_ones_for_the_two(firm: Firm, way: WalkedWay) -> None:
    ada, colleague = firm.user("ada"), firm.user("colleague")
    question = ask(way=way, text="What did you give up?", by=ada)
    ask_no_more(level=way.level_key, by=colleague)
    ask_no_more(level=way.level_key, by=colleague)
    with pytest.raises(PermissionDenied):
        ask(way=way, text="Again", by=firm.user("manager"))
    assert WayQuestion.objects.visible_to(ada).get() == question
    remove_question(question=question, by=colleague)
    remove_question(question=question, by=ada)
    assert not WayQuestion.objects.exists()
    assert not Notice.objects.unread().exists()


def test_the_demo_s_people_plan_talk_and_ask(db: None) -> None:
    from ladders.demo import loader
    from ladders.frameworks.models import Competency
    from ladders.growth.models import Feedback, Goal, GrowthPolicy, Talk, Target

    assert loader.load(staff=False)
    found = Target.objects.values_list("level", "shared_with__number")
    assert sorted((level.split()[0], number) for level, number in found) == [
        ("I6", "Q013"),
        ("I7", None),
        ("S6", "Q011"),
    ]
    assert (Goal.objects.count(), Talk.objects.held().count(), Talk.objects.ahead().count()) == (5, 1, 1)
    asked = Feedback.objects.values_list(
        "ask__by__number", "giver__number", "readers", "text", "talk__employee__number"
    )
    assert sorted((by, giver, readers, bool(text), on) for by, giver, readers, text, on in asked) == [
        ("Q015", "Q016", 3, True, "Q015"),
        ("Q015", "Q018", 3, False, None),
        ("Q018", "Q015", 3, False, None),
    ]
    assert Competency.objects.exclude(links="").count() == 5
    assert (GrowthPolicy.current().months, WalkedWay.objects.count(), WayQuestion.objects.count()) == (12, 2, 1)


def test_home_counts_a_question_until_it_is_answered(firm: Firm, way: WalkedWay) -> None:
    said = "colleague asks about a move of yours"
    assert said not in squeezed(firm.client("colleague").get("/"))
    row = ask(way=way, text="How was it?", by=firm.user("ada"))
    assert said in squeezed(firm.client("colleague").get("/"))
    assert said not in squeezed(firm.client("ada").get("/"))
    assert b"growth-unanswered" in firm.client("colleague").get("/growth/ways/").content
    answer(question=row, text="Busy and good.", by=firm.user("colleague"))
    assert said not in squeezed(firm.client("colleague").get("/"))
    assert b"growth-unanswered" not in firm.client("colleague").get("/growth/ways/").content
