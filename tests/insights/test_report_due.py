"""When a report is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import date as D

import pytest

from ladders.insights.domain.report_due import ReportingRules, next_due, report_due
from ladders.insights.models import CountryRules

DIRECTIVE = ReportingRules(250, 100, D(2027, 6, 7), 150, D(2031, 6, 7))


@pytest.mark.parametrize(
    ("year", "employees", "due"),
    [
        (2025, 400, None),  # before the first
        (2026, 400, D(2027, 6, 7)),
        (2027, 400, D(2028, 6, 7)),
        (2026, 250, D(2027, 6, 7)),
        (2026, 249, D(2027, 6, 7)),
        (2027, 249, None),
        (2028, 249, None),
        (2029, 249, D(2030, 6, 7)),
        (2026, 149, None),
        (2029, 149, None),
        (2030, 149, D(2031, 6, 7)),
        (2033, 100, D(2034, 6, 7)),
        (2030, 99, None),
    ],
)
def test_the_directive(year: int, employees: int, due: dt.date | None) -> None:
    assert report_due(year, employees, DIRECTIVE) == due


@pytest.mark.parametrize(
    ("today", "employees", "found"),
    [
        (D(2026, 11, 29), 400, (2026, D(2027, 6, 7))),
        (D(2027, 6, 7), 400, (2026, D(2027, 6, 7))),
        (D(2027, 6, 8), 400, (2027, D(2028, 6, 7))),
        (D(2027, 6, 8), 200, (2029, D(2030, 6, 7))),
        (D(2026, 1, 1), 120, (2030, D(2031, 6, 7))),
        (D(2032, 1, 1), 120, (2033, D(2034, 6, 7))),
        (D(2032, 1, 1), 99, None),
    ],
)
def test_the_next_one(today: dt.date, employees: int, found: tuple[int, dt.date] | None) -> None:
    assert next_due(today, employees, DIRECTIVE) == found


def test_rules_that_name_no_day_name_none() -> None:
    silent = replace(DIRECTIVE, begin_on=None)
    assert (report_due(2026, 400, silent), next_due(D(2027, 1, 1), 400, silent)) == (None, None)
    assert next_due(D(2027, 1, 1), 120, silent) == (2030, D(2031, 6, 7))


def test_a_leap_day_comes_every_year() -> None:
    leap = replace(DIRECTIVE, begin_on=D(2028, 2, 29))
    assert [report_due(year, 400, leap) for year in (2027, 2028)] == [D(2028, 2, 29), D(2029, 2, 28)]


@pytest.mark.django_db
def test_an_installation_begins_with_the_directives_days() -> None:
    assert {rules.reporting for rules in CountryRules.objects.all()} == {DIRECTIVE}
