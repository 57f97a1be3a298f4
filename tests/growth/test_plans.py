"""Targets and goals: whose they are, what the manager may do with them, what a new version of the framework does to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ladders.careers.actions.assessments import Mark, assess
from ladders.careers.models import Side
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.growth.actions.goals import (
    GoalWords,
    agree,
    change_goal,
    close_goal,
    remark,
    remove_goal,
    take_up,
    write_goal,
)
from ladders.growth.actions.targets import choose_target, end_target, keep_to_oneself, share_target
from ladders.growth.models import Ending, Goal, GoalRemark, GoalState, Target
from ladders.growth.queries.plans import plan_of, targets_of
from ladders.moves.models import Notice
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.pages import assert_clean, squeezed

from .conftest import EVERYBODY, PEOPLE, TODAY, Firm, another_manager, publish_without

pytestmark = pytest.mark.django_db
WORDS = GoalWords(
    "Explain one thing a week", "People ask me first", "Colleague, on Fridays", TODAY + dt.timedelta(days=90)
)


def readers(firm: Firm, target: Target) -> set[str]:
    return {who for who in PEOPLE if Target.objects.visible_to(firm.user(who)).filter(pk=target.pk).exists()}


def statuses(firm: Firm, path: str, verb: str = "get", data: Any = None) -> dict[str, int]:
    """Each time undone."""
    found = {}
    for who in EVERYBODY:
        with transaction.atomic():
            found[who] = getattr(firm.client(who), verb)(path, data or {}).status_code
            transaction.set_rollback(True)
    return found


def only(firm: Firm, status: int, *who: str) -> dict[str, int]:
    """They get this, the signed out are led to sign in, and for everybody else there is no such page."""
    return dict.fromkeys(EVERYBODY, 404) | dict.fromkeys(who, status) | {"stranger": 302}


def test_a_target_is_private_until_it_is_shared_and_again_when_it_is_taken_back(firm: Firm, target: Target) -> None:
    ada, manager = firm.user("ada"), firm.user("manager")
    assert (target.level, target.from_level) == ("I6 Influence 6", "S5 Specialist 5")
    assert readers(firm, target) == {"ada"}
    assert not Target.objects.visible_to(AnonymousUser()).exists()
    goal = write_goal(target=target, competency=None, words=WORDS, by=ada)
    share_target(target=target, by=ada)
    share_target(target=target, by=ada)  # harmless when repeated
    assert readers(firm, target) == {"ada", "manager"}
    assert Goal.objects.visible_to(manager).get() == goal
    assert [(n.recipient, n.kind, n.page) for n in Notice.objects.all()] == [
        (manager, "plan", f"growth-target {target.pk}")
    ]
    keep_to_oneself(target=target, by=ada)
    keep_to_oneself(target=target, by=ada)
    assert readers(firm, target) == {"ada"}
    assert not Goal.objects.visible_to(manager).exists()
    assert not Notice.objects.unread().exists()


def test_a_new_manager_sees_nothing_until_it_is_shared_anew_and_the_former_nothing_more(
    firm: Firm, target: Target
) -> None:
    ada = firm.user("ada")
    share_target(target=target, by=ada)
    goal = write_goal(target=target, competency=None, words=WORDS, by=ada)
    agree(goal=goal, agreed=True, by=firm.user("manager"))
    remark(goal=goal, text="Why Fridays?", by=firm.user("manager"))
    idea = write_goal(target=target, competency=None, words=GoalWords("Speak in Porto"), by=firm.user("manager"))
    another_manager(firm, "colleague")
    assert readers(firm, target) == {"ada"}
    share_target(target=target, by=ada)
    assert readers(firm, target) == {"ada", "colleague"}
    new = firm.user("colleague")
    assert list(Goal.objects.visible_to(new)) == [goal]  # not what the former one suggested
    assert not GoalRemark.objects.visible_to(new).exists()
    page = squeezed(firm.client("colleague").get(f"/growth/targets/{target.pk}/"))
    assert "Explain one thing a week" in page
    for hidden in ("Why Fridays?", "Speak in Porto", "Manager Person"):
        assert hidden not in page
    assert set(Goal.objects.visible_to(ada)) == {goal, idea}


def test_nothing_is_written_to_a_former_manager(firm: Firm, target: Target) -> None:
    """Who could not read it; nor could the next one, with whom it was not shared."""
    ada, plan = firm.user("ada"), f"/growth/targets/{target.pk}/"
    goal = write_goal(target=target, competency=None, words=WORDS, by=ada)
    say = f"/growth/goals/{goal.pk}/say/"
    assert f'action="{say}"' not in squeezed(firm.client("ada").get(plan))
    share_target(target=target, by=ada)
    for who in ("ada", "manager"):
        assert f'action="{say}"' in squeezed(firm.client(who).get(plan))
    another_manager(firm, "colleague")
    told = Notice.objects.count()
    with pytest.raises(DomainError, match=r"Manager Person is not your manager any more\. Share the target anew"):
        remark(goal=goal, text="Are Fridays fine?", by=ada)
    answer = firm.client("ada").post(say, {"text": "Are Fridays fine?"}, follow=True)
    assert "Share the target anew" in squeezed(answer)
    page = firm.client("ada").get(plan)
    assert_clean(page)
    assert f'action="{say}"' not in squeezed(page)
    assert "To ask or answer, share the target anew" in squeezed(page)
    assert (GoalRemark.objects.count(), Notice.objects.count()) == (0, told)
    share_target(target=target, by=ada)
    assert "Read by you and Colleague Person" in squeezed(firm.client("ada").get(plan))
    said = remark(goal=goal, text="Are Fridays fine?", by=ada)
    assert (said.manager, list(GoalRemark.objects.visible_to(firm.user("colleague")))) == (firm["colleague"], [said])
    ReportingLine.objects.filter(employee=firm["ada"]).delete()
    with pytest.raises(DomainError, match="is not your manager any more"):
        remark(goal=goal, text="Or Mondays?", by=ada)


def test_it_ends_with_ones_last_day(firm: Firm, target: Target) -> None:
    share_target(target=target, by=firm.user("ada"))
    person = firm["ada"]
    person.left_on = TODAY - dt.timedelta(days=1)
    person.save()
    assert readers(firm, target) == {"ada"}


def test_each_page_and_deed_as_everybody(firm: Firm, target: Target) -> None:
    ada = firm.user("ada")
    goal = write_goal(target=target, competency=None, words=WORDS, by=ada)
    plan, one = f"/growth/targets/{target.pk}/", f"/growth/goals/{goal.pk}/"
    own = [f"{plan}share/", f"{plan}keep/", f"{plan}end/", f"{one}state/", f"{one}take-up/"]
    assert statuses(firm, plan) == only(firm, 200, "ada")
    assert statuses(firm, f"{plan}goals/") == only(firm, 200, "ada")
    share_target(target=target, by=ada)
    assert statuses(firm, plan) == only(firm, 200, "ada", "manager")
    assert statuses(firm, f"{plan}goals/") == only(firm, 200, "ada", "manager")
    assert statuses(firm, one) == only(firm, 200, "ada")
    for path in own:
        assert statuses(firm, path, "post", {"state": "reached", "ending": "left"}) == only(firm, 302, "ada"), path
    # The manager sees it; for everybody else it answers as what is not there.
    assert statuses(firm, f"{one}remove/", "post") == dict.fromkeys(EVERYBODY, 302) | {"manager": 404}
    for who in PEOPLE[1:]:
        firm.client(who).post(f"{one}remove/")
    assert Goal.objects.filter(pk=goal.pk).exists()
    assert statuses(firm, f"{one}say/", "post", {"text": "Hm"}) == only(firm, 302, "ada", "manager")
    assert statuses(firm, f"{one}agree/", "post", {"agreed": "yes"}) == only(firm, 302, "manager")
    assert statuses(firm, one, "post", {"what": "Else", "seen": "1"}) == only(firm, 302, "ada")
    assert statuses(firm, "/growth/") == dict.fromkeys(PEOPLE, 200) | {"stranger": 302}
    for who in PEOPLE:  # nobody's own pages say anything of hers
        if who != "ada":
            assert b"Explain one thing" not in firm.client(who).get("/growth/").content


def test_writes_are_refused_to_everybody_else_and_change_nothing(firm: Firm, target: Target) -> None:
    goal = write_goal(target=target, competency=None, words=WORDS, by=firm.user("ada"))
    before = Goal.objects.values().get()
    for who in PEOPLE[1:]:
        by = firm.user(who)
        for deed in (
            lambda by: share_target(target=target, by=by),
            lambda by: end_target(target=target, ending=Ending.LEFT, by=by),
            lambda by: write_goal(target=target, competency=None, words=WORDS, by=by),
            lambda by: change_goal(goal=goal, words=WORDS, seen=1, by=by),
            lambda by: close_goal(goal=goal, state=GoalState.REACHED, by=by),
            lambda by: agree(goal=goal, agreed=True, by=by),
            lambda by: remark(goal=goal, text="x", by=by),
            lambda by: remove_goal(goal=goal, by=by),
        ):
            with pytest.raises(PermissionDenied):
                deed(by)
    assert Goal.objects.values().get() == before
    assert Target.objects.get().shared_with is None


def test_at_most_two_targets_never_the_own_level_and_none_twice(firm: Firm, target: Target) -> None:
    ada = firm.user("ada")
    assert choose_target(level=firm.level("I6").key, by=ada) == target
    choose_target(level=firm.level("M6").key, by=ada)
    with pytest.raises(DomainError, match="two levels already"):
        choose_target(level=firm.level("S6").key, by=ada)
    with pytest.raises(DomainError, match="hold this level"):
        choose_target(level=firm.level("S5").key, by=ada)
    assert Target.objects.count() == 2
    page = firm.client("ada").get(f"/growth/choose/{firm.level('S6').key}/")
    assert_clean(page)
    assert "Leave one of them first" in squeezed(page)


def test_what_both_levels_ask_stands_beside_gaps_and_goals(firm: Firm, target: Target) -> None:
    ada = firm["ada"]
    shape_row = plan_of(target, ada.user, TODAY).groups[0].items[0]
    assert (shape_row.competency.name, shape_row.has, shape_row.asks, shape_row.steps, shape_row.assumed) == (
        "Method", 2, 3, 1, True,
    )  # fmt: skip
    assert shape_row.now is not None
    assert shape_row.now.expectation.descriptor == "Specialist 5 shows method."
    assert shape_row.then.expectation.descriptor == "Influence 6 shows method."
    marks = {shape_row.competency.key: Mark(firm.version.framework_id, 3, "")}
    assess(employee=ada, side=Side.SELF, marks=marks, seen=0, today=TODAY, by=ada.user)
    goal = write_goal(target=target, competency=shape_row.competency, words=WORDS, by=ada.user)
    row = plan_of(target, ada.user, TODAY).groups[0].items[0]
    assert (row.has, row.steps, row.assumed) == (3, 0, False)
    assert [shown.goal for shown in row.goals] == [goal]
    page = firm.client("ada").get(f"/growth/targets/{target.pk}/")
    assert_clean(page)
    text = squeezed(page)
    for said in ("Specialist 5 shows method.", "Influence 6 shows method.", "Explain one thing a week", "Only you."):
        assert said in text


def test_leaving_keeps_the_history_for_the_person_alone(firm: Firm, target: Target) -> None:
    ada = firm.user("ada")
    write_goal(target=target, competency=None, words=WORDS, by=ada)
    share_target(target=target, by=ada)
    with pytest.raises(DomainError, match="do not hold"):
        end_target(target=target, ending=Ending.REACHED, by=ada)
    end_target(target=target, ending=Ending.LEFT, by=ada)
    end_target(target=target, ending=Ending.LEFT, by=ada)
    assert readers(firm, target) == {"ada"}
    standing, ended = targets_of(firm["ada"], TODAY)
    assert (standing, [each.target for each in ended]) == ([], [target])
    assert "Explain one thing a week" in squeezed(firm.client("ada").get(f"/growth/targets/{target.pk}/"))
    with pytest.raises(DomainError, match="has ended"):
        write_goal(target=target, competency=None, words=WORDS, by=ada)
    assert choose_target(level=target.level_key, by=ada) != target


def test_a_reached_target_is_said_and_closed(firm: Firm, target: Target) -> None:
    Placement.objects.filter(employee=firm["ada"], ends_on=None).update(ends_on=TODAY - dt.timedelta(days=1))
    firm.place("ada", "I6", TODAY)
    text = squeezed(firm.client("ada").get(f"/growth/targets/{target.pk}/"))
    assert "You hold I6 Influence 6 now. You got where you wanted to be. Congratulations!" in text
    assert "You are there. Congratulations!" in squeezed(firm.client("ada").get("/growth/"))
    answer = firm.client("ada").post(f"/growth/targets/{target.pk}/end/", {"ending": "reached"}, follow=True)
    assert "Well done." in squeezed(answer)
    assert Target.objects.values_list("ending", "ended_on").get() == ("reached", TODAY)


def test_nothing_of_it_is_readable_in_the_database_the_audit_trail_or_history(firm: Firm, target: Target) -> None:
    before = AuditEntry.objects.count()
    goal = write_goal(target=target, competency=None, words=WORDS, by=firm.user("ada"))
    share_target(target=target, by=firm.user("ada"))
    remark(goal=goal, text="Explain what?", by=firm.user("manager"))
    assert AuditEntry.objects.count() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT g::text || r::text FROM growth_goal g JOIN growth_goalremark r ON r.goal_id = g.id")
        row = cursor.fetchone()[0]
        assert "Explain" not in row
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'growth_%event'")
        assert cursor.fetchall() == [("growth_growthpolicyevent",)]


def test_the_database_refuses_a_shared_target_that_ended(firm: Firm, target: Target) -> None:
    for values in ({"ended_on": TODAY}, {"ending": "left"}, {"shared_with": firm["ada"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.filter(pk=target.pk).update(**values)


def test_a_plan_takes_as_many_queries_for_one_goal_as_for_thirty(firm: Firm, target: Target) -> None:
    ada, client = firm.user("ada"), firm.client("ada")
    counts = []
    for number in (1, 30):
        for _each in range(number):
            write_goal(target=target, competency=None, words=WORDS, by=ada)
        client.get(f"/growth/targets/{target.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(f"/growth/targets/{target.pk}/")
        with CaptureQueriesContext(connection) as listed:
            client.get("/growth/")
        counts.append((len(found), len(listed)))
    assert counts == [(9, 8), (9, 8)]


def test_a_replaced_level_is_followed_to_what_took_its_place(firm: Firm, target: Target) -> None:
    ada, client = firm.user("ada"), firm.client("ada")
    competency = plan_of(target, ada, TODAY).groups[0].items[0].competency
    goal = write_goal(target=target, competency=competency, words=WORDS, by=ada)
    publish_without(firm, "I6", "M6")
    after = firm.level("M6")
    plan = plan_of(target, ada, TODAY)
    assert plan.place is not None
    assert (plan.place.key, plan.followed, plan.reached) == (after.key, True, False)
    row = plan.groups[0].items[0]
    assert (row.competency.name, row.asks, [shown.goal for shown in row.goals]) == ("Method", 3, [goal])
    assert row.then.expectation.descriptor == "Management 6 shows method."
    page = client.get(f"/growth/targets/{target.pk}/")
    assert_clean(page)
    assert "replaced I6 Influence 6 by M6 Management 6" in squeezed(page)
    [shown] = targets_of(firm["ada"], TODAY)[0]
    assert (shown.place and shown.place.key, shown.followed, shown.goals) == (after.key, True, [goal])
    # What took its place is worked towards already: no second plan towards it.
    assert f'href="/growth/targets/{target.pk}/"' in squeezed(client.get("/path/research/M6/"))
    assert client.get(f"/growth/choose/{after.key}/")["Location"] == f"/growth/targets/{target.pk}/"
    assert choose_target(level=after.key, by=ada) == target
    with pytest.raises(DomainError, match="not published any more"):
        choose_target(level=target.level_key, by=ada)
    with pytest.raises(DomainError, match="do not hold"):
        end_target(target=target, ending=Ending.REACHED, by=ada)
    Placement.objects.filter(employee=firm["ada"], ends_on=None).update(ends_on=TODAY - dt.timedelta(days=1))
    firm.place("ada", "M6", TODAY)
    assert plan_of(target, ada, TODAY).reached
    assert end_target(target=target, ending=Ending.REACHED, by=ada).ending == Ending.REACHED


def test_a_target_whose_level_is_gone_keeps_its_goals_and_can_be_left(firm: Firm, target: Target) -> None:
    ada, client = firm.user("ada"), firm.client("ada")
    competency = plan_of(target, ada, TODAY).groups[0].items[0].competency
    goal = write_goal(target=target, competency=competency, words=WORDS, by=ada)
    publish_without(firm, "I6", None)
    plan = plan_of(target, ada, TODAY)
    assert (plan.place, plan.followed, plan.reached, plan.possible, plan.groups) == (None, False, False, False, [])
    assert [shown.goal for shown in plan.beyond] == [goal]
    page = client.get(f"/growth/targets/{target.pk}/")
    assert_clean(page)
    for said in ("I6 Influence 6 is no longer part of its framework", "Explain one thing a week", "Method"):
        assert said in squeezed(page)
    listed = client.get("/growth/")
    assert_clean(listed)
    assert "I6 Influence 6" in squeezed(listed)
    further = write_goal(target=target, competency=None, words=WORDS, by=ada)
    assert client.get(f"/growth/targets/{target.pk}/goals/").status_code == 200
    assert client.get(f"/growth/goals/{goal.pk}/").status_code == 200
    share_target(target=target, by=ada)
    assert "Explain one thing a week" in squeezed(firm.client("manager").get(f"/growth/targets/{target.pk}/"))
    with pytest.raises(DomainError, match="do not hold I6 Influence 6 today"):
        end_target(target=target, ending=Ending.REACHED, by=ada)
    end_target(target=target, ending=Ending.LEFT, by=ada)
    assert client.get(f"/growth/targets/{target.pk}/").status_code == 200
    assert set(Goal.objects.filter(target=target)) == {goal, further}


def test_compare_and_route_lead_to_the_plan(firm: Firm) -> None:
    client, level = firm.client("ada"), firm.level("I6")
    for path in ("/path/research/I6/", f"/path/route/?to={level.key}"):
        page = squeezed(client.get(path))
        assert f'href="/growth/choose/{level.key}/"' in page
    assert f'href="/growth/choose/{level.key}/"' in squeezed(client.get("/path/?view=list"))
    made = client.post(f"/growth/choose/{level.key}/")
    for path in ("/path/research/I6/", f"/path/route/?to={level.key}"):
        assert f'href="{made["Location"]}"' in squeezed(client.get(path))


def test_a_button_pressed_twice_writes_one_goal_and_one_remark_and_tells_once(firm: Firm, target: Target) -> None:
    ada, manager = firm.user("ada"), firm.user("manager")
    share_target(target=target, by=ada)
    Notice.objects.all().delete()
    ideas = [write_goal(target=target, competency=None, words=GoalWords("Speak in Porto"), by=manager) for _ in "12"]
    assert (ideas[0], Goal.objects.count(), Notice.objects.count()) == (ideas[1], 1, 1)
    goal = write_goal(target=target, competency=None, words=WORDS, by=ada)
    said = [remark(goal=goal, text=" Why Fridays? ", by=manager) for _ in "12"]
    assert (said[0], goal.remarks.count(), Notice.objects.count()) == (said[1], 1, 2)
    remark(goal=goal, text="Why Fridays?", by=ada)  # another person may say the same
    remark(goal=goal, text="And Mondays?", by=manager)
    assert goal.remarks.count() == 3


def test_a_notice_says_whose_target_it_is_as_long_as_it_may_be_read(firm: Firm, target: Target) -> None:
    ada, manager = firm.user("ada"), firm.user("manager")
    share_target(target=target, by=ada)
    goal = write_goal(target=target, competency=None, words=WORDS, by=manager)
    take_up(goal=goal, by=ada)

    def read(who: str) -> list[tuple[str, bool]]:
        rows = firm.client(who).get(reverse("notices")).context["rows"]
        return sorted({(row.concerns, bool(row.path)) for row in rows})

    assert read("manager") == [(f"{firm['ada'].name} · I6 Influence 6", True)]
    assert read("ada") == [("I6 Influence 6", True)]
    keep_to_oneself(target=target, by=ada)
    assert read("manager") == [("", False)]
    assert read("ada") == [("I6 Influence 6", True)]
