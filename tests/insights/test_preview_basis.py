"""What a preview of equal pay begins with: how often it asks, what it keeps, and whose rules hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Employee, User
from ladders.compensation.queries.pay_positions import refresh
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import give_reason, publish
from ladders.frameworks.models import Level, Track, Version
from ladders.frameworks.queries.readiness import readiness
from ladders.insights.models import CountryRules
from ladders.insights.models.pay_sums import PaySum
from ladders.insights.queries.pay_preview import effect_of
from ladders.insights.queries.pay_sums import kept_sums
from ladders.insights.queries.preview_basis import preview_basis

from .test_pay_preview import raised

pytestmark = pytest.mark.django_db

D = Decimal


def test_three_questions_and_one_more_after_something_was_published(
    team: list[Employee], research: Version, hr: User
) -> None:
    def asked() -> tuple[int, dict[str, Decimal | None]]:
        with CaptureQueriesContext(connection) as made:
            effect = effect_of(user, raised(team[9], 55_000))
        assert effect is not None
        (category,) = effect.categories
        return len(made), {track.label.split()[0]: track.before for track in category.tracks}

    user = User.objects.get(pk=hr.pk)
    asked()
    assert asked() == (3, {"Specialist": D("4.0"), "Management": D("-4.2")})
    draft = start_draft(framework=research.framework, by=hr)
    tracks = {each.kind: each for each in Track.objects.filter(version=draft)}
    for code, kind in (("S5", "management"), ("M5", "specialist")):
        Level.objects.filter(version=draft, code=code).update(track=tracks[kind])
    today = timezone.localdate()
    for each in readiness(draft, today=today).answers:
        soon = today + dt.timedelta(days=1)
        give_reason(version=draft, findings=[each.finding.key], reason="For now", review_on=soon, by=hr)
    draft.refresh_from_db()
    publish(version=draft, seen=draft.revision, by=hr)
    refresh()
    assert asked() == (4, {"Specialist": D("-4.2"), "Management": D("4.0")})
    assert asked()[0] == 3


def test_without_a_country_the_rules_are_those_where_the_people_of_the_entity_work(
    team: list[Employee], hr: User
) -> None:
    rules = CountryRules.objects.filter(country="").first()
    assert rules is not None
    CountryRules.objects.filter(country="FR").delete()
    rules.pk, rules.country, rules.threshold_percent, rules.smallest_group = None, "FR", D(9), 6
    rules.save(force_insert=True)
    effect = effect_of(hr, raised(team[9], 55_000))
    assert effect is not None
    assert [each.too_few for each in effect.categories] == ["fewer than 6 on a side"]
    assert effect.flags == ()
    Employee.objects.filter(pk=team[0].pk).update(country="AT")  # not one, but most of them say it
    Employee.objects.filter(pk__in=[each.pk for each in team[1:4]]).update(country="DE", left_on="2015-01-01")
    effect = effect_of(hr, raised(team[9], 55_000))
    assert effect is not None
    assert [each.too_few for each in effect.categories] == ["fewer than 6 on a side"]
    # So it is where an entity has no sums in these grades yet.
    PaySum.objects.all().delete()
    effect = effect_of(hr, raised(team[9], 55_000))
    assert effect is not None
    assert [each.too_few for each in effect.categories] == ["fewer than 6 on a side"]
    group = effect_of(hr, raised(team[9], 55_000), "AT")  # where a country has none of its own, the Directive’s
    assert group is not None
    assert [each.too_few for each in group.categories] == ["fewer than 5 on a side"]


def test_people_are_counted_by_country_once_until_an_employee_changes(team: list[Employee], hr: User) -> None:
    def read() -> tuple[bool, str]:
        refresh()
        with CaptureQueriesContext(connection) as made:
            basis = preview_basis()
            (entity,) = {each.legal_entity for each in team}
            _sums, countries = kept_sums(None, None, basis.day, countries=True, named=[entity], made=basis.made)
        known = "EXCEPT SELECT unnest('{}'" not in (made.captured_queries[-1]["sql"] or "")
        return known, countries[entity]

    people = [each.pk for each in team]
    Employee.objects.update(country="")
    Employee.objects.filter(pk__in=people).update(country="DE")
    Employee.objects.filter(pk__in=people[:4]).update(country="AT")
    assert [read(), read()] == [(False, "DE"), (True, "DE")]
    Employee.objects.filter(pk__in=people).exclude(pk=people[-1]).update(country="AT")
    assert [read(), read()] == [(False, "AT"), (True, "AT")]
    Employee.objects.filter(country="AT").update(left_on="2015-01-01")
    assert [read(), read()] == [(False, "DE"), (True, "DE")]
    Employee.objects.filter(country="DE").update(country="AT")
    assert preview_basis().made is None  # what was read before pay positions were made anew is not kept


def test_of_whom_the_country_is_known_it_is_not_asked_again(team: list[Employee]) -> None:
    refresh()
    basis, named = preview_basis(), [team[0].legal_entity]
    first = kept_sums(None, named, basis.day, countries=True, named=named, made=basis.made)
    for entities, asked in ((named, False), (None, True), ([*named, "Elsewhere"], True)):
        with CaptureQueriesContext(connection) as queries:
            again = kept_sums(None, entities, basis.day, countries=True, named=named, made=basis.made)
        assert ("accounts_employee" in (queries.captured_queries[0]["sql"] or "")) is asked
        assert again == first
