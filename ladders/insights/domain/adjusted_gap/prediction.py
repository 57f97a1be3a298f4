"""What somebody would be paid as one of the sex that is paid more: the regression of `pay_model`, read back.

ln(pay) is fitted on what explains it and on sex; then everybody gets the value of a person of the better paid sex with the
same impact, zone, years here and hours. What columns say twice changes no such value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..pay_gap.people import COMPARED, Sex
from .pay_model import SEX, ExplainedPay, Worth, explaining, usable
from .regression import fitted


def explained_amounts(people: Sequence[ExplainedPay], worth: Worth = Worth.POINTS) -> list[float | None]:
    """Full-time pay of each person as one of the better paid sex, in the order of `people`.

    None for whoever is not compared, has no points where these count, or is alone in what explains their pay; for everybody
    where the data cannot tell what sex goes with.
    """
    found: list[float | None] = [None] * len(people)
    places = [place for place, person in enumerate(people) if person.sex in COMPARED and usable(person, worth)]
    kept = [people[place] for place in places]
    if len({person.sex for person in kept}) < 2:
        return found
    columns = {SEX: [float(person.sex is Sex.WOMAN) for person in kept], **explaining(kept, worth)}
    outcome = np.log([person.pay for person in kept])
    model = fitted(columns, outcome.tolist(), [SEX])
    effect = model.coefficients[SEX] if model else None
    if model is None or effect is None:
        return found
    design = np.column_stack([np.ones(len(kept)), *(np.asarray(column, dtype=float) for column in columns.values())])
    together = np.setdiff1d(np.arange(len(kept)), model.alone)
    mean = design[together].mean(axis=0)
    spread = design[together].std(axis=0)
    scaled = (design - mean) / np.where(spread > 0, spread, 1.0)
    scaled[:, 0] = 1.0
    solution, *_rest = np.linalg.lstsq(scaled[together], outcome[together], rcond=1e-9)
    fits = scaled @ solution
    women = design[:, 1]
    better = 1.0 if effect.value > 0 else 0.0  # one, where women are paid more
    as_better = fits + effect.value * (better - women)
    for row in together.tolist():
        found[places[row]] = math.exp(as_better[row])
    return found
