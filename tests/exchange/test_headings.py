"""What two imports have in common is headed alike in both: whoever learns a heading for one need not learn another."""

from __future__ import annotations

from typing import Any

import pytest

from ladders.exchange.bands.parse import HEADINGS as BANDS
from ladders.exchange.paid_amounts.mapping import HEADINGS as PAID
from ladders.exchange.paid_amounts.mapping import PaidField
from ladders.exchange.paid_amounts.parse import read_paid
from ladders.exchange.people.fields import HEADINGS as PEOPLE
from ladders.exchange.people.fields import PeopleField
from ladders.exchange.people.parse import read_people
from ladders.exchange.salaries.parse import HEADINGS as SALARIES
from ladders.exchange.salaries.parse import SalaryField, read_salaries

IMPORTS: dict[str, dict[str, Any]] = {"people": PEOPLE, "salaries": SALARIES, "paid": PAID, "bands": BANDS}
SHARED: dict[str, dict[str, Any]] = {
    "employee number": {"people": PeopleField.NUMBER, "salaries": SalaryField.NUMBER, "paid": PaidField.NUMBER},
    "legal entity": {"people": PeopleField.LEGAL_ENTITY, "paid": PaidField.ENTITY},
    "weekly hours": {"people": PeopleField.WEEKLY_HOURS, "salaries": SalaryField.HOURS},
    "level": {"people": PeopleField.LEVEL, "bands": "level"},
    "currency": {"salaries": SalaryField.CURRENCY, "paid": PaidField.CURRENCY, "bands": "currency"},
}
# A heading that one import needs for something else.
ELSEWHERE = {("stufe", "bands"): "step"}


@pytest.mark.parametrize("subject", SHARED)
def test_a_heading_is_known_alike_by_all_imports_with_that_column(subject: str) -> None:
    meanings = SHARED[subject]
    known = {heading for name, meaning in meanings.items() for heading, to in IMPORTS[name].items() if to == meaning}
    assert len(known) >= 5
    for name, meaning in meanings.items():
        told = {heading: IMPORTS[name].get(heading) for heading in known}
        assert told == {heading: ELSEWHERE.get((heading, name), meaning) for heading in known}, name


def read_as(name: str, heading: str) -> str | None:
    """As what the import reads a column that is headed so."""
    content = [("file.csv", f"{heading},name,amount\nE1,Ada,1\n".encode())]
    if name == "people":
        return read_people(content).read_as[0].field
    return (read_salaries(content) if name == "salaries" else read_paid(content, year=2026)).columns[0].field


@pytest.mark.parametrize("heading", ["Staff no", "WORKER_ID", "Pers.-Nr.", "Matricule"])
def test_files_are_read_by_it(heading: str) -> None:
    assert [read_as(name, heading) for name in SHARED["employee number"]] == ["number"] * 3
