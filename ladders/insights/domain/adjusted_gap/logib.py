"""The Swiss standard analysis (Logib, module 1): an employer's pay by what people bring and where they stand, plus sex.

ln(pay of full time a month) = years of training + years of service + years of earning + their square + level of
requirements + professional position + sex, with classical errors. Years of earning: age − years of training − 6, at least 0.
The percentage is Kennedy's (1981): e^(β − σ²/2) − 1, of women against men.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..pay_gap.people import COMPARED, Sex
from .regression import Coefficient, dummies, fitted

# Years of training by the kind of education, 1 (university) to 8 (no vocational training).
TRAINING_YEARS: Final = {1: 17, 2: 15, 3: 14, 4: 15, 5: 13, 6: 12, 7: 11, 8: 7}
SCHOOL_AGE: Final = 6
WEEKS_A_MONTH: Final = 52 / 12


@dataclass(frozen=True, slots=True)
class LogibPerson:
    """One row of the sheet. Amounts are those of the reference month; `rate` in percent of full time, or paid `hours`."""

    sex: Sex
    age: int
    years_of_service: float
    education: int  # 1 to 8
    requirements: int
    position: int
    basic: float
    allowances: float = 0.0
    thirteenth: float = 0.0
    special: float = 0.0
    rate: float = 0.0
    hours: float = 0.0
    weekly_hours: float = 40.0  # of full time
    counted: bool = True  # belongs to the population: neither apprentice nor trainee

    @property
    def full_time_pay(self) -> float | None:
        """A month's pay at full time; None without a rate and without hours."""
        share = self.rate / 100 if self.rate else self.hours / (self.weekly_hours * WEEKS_A_MONTH)
        paid = self.basic + self.allowances + self.thirteenth + self.special
        return paid / share if share > 0 and paid > 0 else None


@dataclass(frozen=True, slots=True)
class LogibResult:
    """What the analysis says. `effect_percent` is of women against men: −2.6 is 2.6 % less."""

    effect_percent: float
    coefficient: Coefficient
    women: int
    men: int
    left_out: int
    degrees_of_freedom: int
    r_squared: float


def logib(people: Sequence[LogibPerson]) -> LogibResult | None:
    """The standard analysis; None where there are too few people, or one sex only."""
    kept = [
        (person, pay)
        for person in people
        if person.counted
        and person.sex in COMPARED
        and person.education in TRAINING_YEARS
        and (pay := person.full_time_pay) is not None
    ]
    training = [float(TRAINING_YEARS[person.education]) for person, _pay in kept]
    earning = [max(person.age - years - SCHOOL_AGE, 0.0) for (person, _pay), years in zip(kept, training, strict=True)]
    columns = {
        "training": training,
        "service": [person.years_of_service for person, _pay in kept],
        "earning": earning,
        "earning squared": [years**2 for years in earning],
        **dummies("requirements", [f"{person.requirements:03}" for person, _pay in kept]),
        **dummies("position", [f"{person.position:03}" for person, _pay in kept]),
        "sex": [float(person.sex is Sex.WOMAN) for person, _pay in kept],
    }
    model = fitted(columns, [math.log(pay) for _person, pay in kept], ["sex"], robust=False)
    found = model.coefficients["sex"] if model else None
    if model is None or found is None:
        return None
    women = sum(1 for person, _pay in kept if person.sex is Sex.WOMAN)
    effect = 100 * math.expm1(found.value - found.standard_error**2 / 2)
    return LogibResult(
        effect, found, women, len(kept) - women, len(people) - len(kept), model.degrees_of_freedom, model.r_squared
    )
