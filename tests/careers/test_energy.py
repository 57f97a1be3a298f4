"""Which track meets the mix that somebody wants: by hand, and by property."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ladders.careers.domain.energy import MAIN, EnergySource, Load, energy_order, fit, fits
from ladders.frameworks.domain.shapes import TrackKind

MASTERY, OUTCOMES, SYSTEMS, PEOPLE = EnergySource
load = st.builds(Load, st.integers(1, 5), st.integers(1, 5))
loads = st.fixed_dictionaries(dict.fromkeys(EnergySource, load))


QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_more_systems_and_less_people_is_influence_and_innovation() -> None:
    wanted = {MASTERY: Load(3, 3), OUTCOMES: Load(3, 3), SYSTEMS: Load(2, 5), PEOPLE: Load(5, 2)}
    order = energy_order(wanted, list(TrackKind), lambda kind: kind)
    assert order[0] == TrackKind.INFLUENCE
    best = fit(wanted, TrackKind.INFLUENCE)
    assert (best.more, best.less, best.keep, best.against) == ((SYSTEMS,), (PEOPLE,), (), ())
    assert fit(wanted, TrackKind.MANAGEMENT).against == (PEOPLE,)
    assert order[-1] == TrackKind.MANAGEMENT


def test_what_is_good_as_it_is_counts_too() -> None:
    wanted = {MASTERY: Load(5, 5), OUTCOMES: Load(2, 2), SYSTEMS: Load(2, 2), PEOPLE: Load(2, 2)}
    assert energy_order(wanted, list(TrackKind), lambda kind: kind)[0] == TrackKind.SPECIALIST
    assert fit(wanted, TrackKind.SPECIALIST).keep == (MASTERY,)


@QUIET
@given(loads, st.lists(st.sampled_from(list(TrackKind)), max_size=12))
def test_ordering_leaves_nothing_out_and_keeps_the_order_of_equals(
    wanted: dict[EnergySource, Load], kinds: list[TrackKind]
) -> None:
    moves = list(enumerate(kinds))
    order = energy_order(wanted, moves, lambda move: move[1])
    assert sorted(order) == moves
    for kind in TrackKind:
        assert [number for number, each in order if each == kind] == [n for n, each in moves if each == kind]


@QUIET
@given(loads, st.permutations(list(EnergySource)))
def test_all_tracks_are_treated_alike(wanted: dict[EnergySource, Load], others: list[EnergySource]) -> None:
    """Exchanging the sources exchanges the tracks that ask for them, and nothing else."""
    exchange = dict(zip(EnergySource, others, strict=True))
    back = {source: kind for kind, source in MAIN.items()}
    exchanged = fits({exchange[source]: each for source, each in wanted.items()})
    for kind, source in MAIN.items():
        assert exchanged[back[exchange[source]]].score == fits(wanted)[kind].score
