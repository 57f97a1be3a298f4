"""Decides what of people's pay may be shown, and writes down what was: every page, file and answer with sums of pay asks here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, NamedTuple

from django.db import connection, transaction

from ..domain.small_groups import PayQuestion, SmallGroupRules, released_pay
from ..models import Audience, ShownPay, ShownSum

Parts = tuple[float, float]  # basic and variable pay of one person
Groups = tuple[frozenset[int], frozenset[int]]  # women and men
LEDGER = 0x5041594C  # the lock under which one release after another is decided
ALIKE: Final = 0.0005  # so far apart rates of pay may lie and still count as the same


class Edition(NamedTuple):
    """What was shown at once of one basis: everybody's amounts then, and the groups, each with whether with parts."""

    basis: str
    then: Mapping[int, Parts]
    sums: Sequence[tuple[Groups, bool]]


@dataclass(frozen=True, slots=True)
class PayRelease:
    """Keys of questions. `whole`: with basic and variable pay; `total`: their sum alone; all others are kept back."""

    whole: frozenset[str]
    total: frozenset[str]

    @property
    def shown(self) -> frozenset[str]:
        """Whatever may be shown, at least as a total."""
        return self.whole | self.total


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is not written down, what it would show, and which line of the ledger was its newest then."""

    release: PayRelease
    edition: Edition
    ledger: int


def release_pay(
    *,
    audience: Audience,
    source: str,
    basis: str,
    questions: Sequence[PayQuestion],
    pay: Mapping[int, Parts],
    rules: SmallGroupRules,
    parts: bool = True,
    open_groups: bool = False,
    decided: Decided | None = None,
) -> PayRelease:
    """What of `questions` may be shown to the audience beside everything that was ever shown; written down as shown.

    Each question's key is a text, and its groups are its women and its men, in this order. `pay` has everybody in them.
    `basis` names what the amounts are ("annual", "hourly"): where most people's of one follow from the other's, as they do for
    equal hours, both are set off against each other. `parts`: basic and variable pay are shown, too, where that gives nobody
    away either. `open_groups`: representatives are shown all of it, by the decision of a person. The same source and audience
    asked again get the answer they had: what is shown, is shown. Another audience gets that answer, too: representatives are
    employees. `decided`: what `decide_pay` found for these questions; it holds where nothing else was shown since, and is found
    anew otherwise.
    4 queries for what was shown before, 2 more for each ten editions; 3 to write.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER])
        before = shown_keys(audience, source, basis)
        if before is not None:
            return before
        if open_groups:
            keys = frozenset(str(each.key) for each in questions)
            found = PayRelease(keys if parts else frozenset(), frozenset() if parts else keys)
        else:
            found = (
                _shown_to_others(source, basis, questions)
                or (decided.release if decided is not None and decided.ledger == _newest(source) else None)
                or _decided(basis, questions, pay, rules, parts)
            )
        _write(audience, source, basis, questions, pay, found, open_groups)
    return found


def decide_pay(
    *,
    source: str,
    basis: str,
    questions: Sequence[PayQuestion],
    pay: Mapping[int, Parts],
    rules: SmallGroupRules,
    parts: bool = True,
    beside: Iterable[Decided] = (),
    audience: Audience | None = None,
) -> Decided:
    """What `release_pay` would find now, written nowhere and with nobody kept waiting: for pages, and for what takes long.

    `beside`: what was decided on other bases, and will be written before this. `audience`: what it was shown before is the
    answer. As many queries, without those that write.
    """
    newest = _newest(source)
    found = (
        (shown_keys(audience, source, basis) if audience else None)
        or _shown_to_others(source, basis, questions)
        or _decided(basis, questions, pay, rules, parts, [each.edition for each in beside if each.edition.sums])
    )
    shown = [(_groups(each), str(each.key) in found.whole) for each in questions if str(each.key) in found.shown]
    return Decided(found, Edition(basis, pay, shown), newest)


def _groups(question: PayQuestion) -> Groups:
    return question.groups[0], question.groups[1]


def _newest(source: str) -> int:
    """The last line of the ledger that another source wrote; 0: none. 1 query."""
    return ShownPay.objects.exclude(source=source).order_by("-pk").values_list("pk", flat=True).first() or 0


def _shown_to_others(source: str, basis: str, questions: Sequence[PayQuestion]) -> PayRelease | None:
    """What was decided about these very sums for another audience; None: nothing, or by a person's reason alone. 2 queries."""
    row = ShownPay.objects.filter(source=source, basis=basis, open=False).only("pk").first()
    if row is None:
        return None
    asked = {str(each.key): each.groups for each in questions}
    found = list(row.sums.all())
    if any(asked.get(each.key) != (frozenset(each.women), frozenset(each.men)) for each in found):
        return None
    return _release_of((each.key, each.parts) for each in found)


def shown_keys(audience: Audience, source: str, basis: str) -> PayRelease | None:
    """What of a source was shown to an audience; None: nothing was decided about it yet. 2 queries, or 1."""
    row = ShownPay.objects.filter(audience=audience, source=source, basis=basis).only("pk").first()
    return None if row is None else _release_of(row.sums.values_list("key", "parts"))


def _release_of(lines: Iterable[tuple[str, bool]]) -> PayRelease:
    kept = list(lines)
    return PayRelease(
        frozenset(key for key, parts in kept if parts), frozenset(key for key, parts in kept if not parts)
    )


def _decided(
    basis: str,
    questions: Sequence[PayQuestion],
    pay: Mapping[int, Parts],
    rules: SmallGroupRules,
    parts: bool,
    beside: Sequence[Edition] = (),
) -> PayRelease:
    """A release that holds for representatives holds for employees, who see less: so both are tried with all that was shown."""
    known, earlier = _shown_before(basis, pay, rules, beside)
    near = _near(questions, earlier[True] | earlier[False])
    earlier = {whole: groups & near for whole, groups in earlier.items()}
    totals = _released(questions, known, sum, rules, near)
    if not parts:
        return PayRelease(frozenset(), totals)
    within = [each for each in questions if each.key in totals]
    # Total, basic and variable pay follow from any two of them: either both parts may be shown, or none.
    basic = _released(within, known, lambda both: both[0], rules, earlier[True])
    # A sum of variable pay is that of those who receive any: how many these are is what has to be large enough.
    receiving = frozenset(person for person, both in known.items() if both[1])
    variable = _released(
        [PayQuestion(each.key, tuple(group & receiving for group in each.groups)) for each in within],
        known,
        lambda both: both[1],
        rules,
        {(women & receiving, men & receiving) for women, men in earlier[True]},
    )
    return PayRelease(basic & variable, totals - (basic & variable))


def _shown_before(
    basis: str, pay: Mapping[int, Parts], rules: SmallGroupRules, beside: Sequence[Edition]
) -> tuple[dict[int, Parts], dict[bool, set[Groups]]]:
    """Everybody's amounts, the latest of each, and the sums of the ledger that still tell something, by whether with parts."""
    known: dict[int, Parts] = {}
    earlier: dict[bool, set[Groups]] = {True: set(), False: set()}
    for edition in (*_editions(), *beside):
        then = _as_today(edition.then, pay, same_basis=edition.basis == basis)
        if then is None:
            continue
        known = known | then if edition.basis == basis else then | known
        for groups, parts in edition.sums:
            women, men = (people if _stood_still(people, then, pay, rules) else frozenset[int]() for people in groups)
            earlier[parts].add((women, men))
    known.update(pay)
    return known, earlier


def _editions() -> Iterator[Edition]:
    """The ledger, the oldest first, without what a person decided to show."""
    for row in ShownPay.objects.filter(open=False).prefetch_related("sums").iterator(chunk_size=10):
        then = dict(zip(row.people, zip(row.basic, row.variable, strict=True), strict=True))
        sums = [((frozenset(each.women), frozenset(each.men)), each.parts) for each in row.sums.all()]
        yield Edition(row.basis, then, sums)


def _as_today(then: Mapping[int, Parts], pay: Mapping[int, Parts], *, same_basis: bool) -> dict[int, Parts] | None:
    """Amounts of an edition, brought to what is asked about by the rate that most people have in common: whoever knows it (a
    raise of 3 % for everybody, the hours of a full year) does the same. Without one they stay; None: another basis, then."""
    rates = [sum(pay[person]) / before for person, both in then.items() if person in pay and (before := sum(both)) > 0]
    usual = median(rates) if rates else 0.0
    if usual <= 0 or 2 * sum(1 for rate in rates if abs(rate - usual) <= ALIKE * usual) < len(rates):
        return dict(then) if same_basis else None
    return {person: (basic * usual, variable * usual) for person, (basic, variable) in then.items()}


def _near(questions: Sequence[PayQuestion], earlier: set[Groups]) -> set[Groups]:
    """Of the earlier sums those that have to do with the people asked about, by others between them or directly."""
    reached = frozenset[int]().union(*(group for each in questions for group in each.groups))
    far, near = earlier, set[Groups]()
    while touching := {groups for groups in far if not all(group.isdisjoint(reached) for group in groups)}:
        near |= touching
        far = far - touching
        reached = reached.union(*(group for groups in touching for group in groups))
    return near


def _stood_still(
    people: Iterable[int], then: Mapping[int, Parts], pay: Mapping[int, Parts], rules: SmallGroupRules
) -> bool:
    """False where several people's pay has changed since by something else than the rate of most, and their sum by so much
    that a difference to it tells nobody's pay.

    So an edition of the same year always counts, and one of another year where pay was frozen or raised alike.
    """
    here = [person for person in people if person in pay]
    moved = [sum(pay[person]) - sum(then[person]) for person in here]
    usual = sum(sum(pay[person]) for person in here) / max(len(here), 1)
    if sum(1 for change in moved if abs(change) > ALIKE * usual) < rules.smallest:
        return True
    return abs(sum(moved)) < rules.protected * usual


def _released(
    questions: Sequence[PayQuestion],
    pay: Mapping[int, Parts],
    of: Callable[[Parts], float],
    rules: SmallGroupRules,
    earlier: set[Groups],
) -> frozenset[str]:
    # What cannot be less than nothing is what the linear program may count on: a correction below zero counts as none.
    amounts = {person: max(of(both), 0.0) for person, both in pay.items()}
    before = [
        PayQuestion(None, groups) for groups in sorted(earlier, key=lambda groups: (len(groups[0]), len(groups[1])))
    ]
    return frozenset(map(str, released_pay(questions, amounts, rules, earlier=before).shown))


def _write(
    audience: Audience,
    source: str,
    basis: str,
    questions: Sequence[PayQuestion],
    pay: Mapping[int, Parts],
    found: PayRelease,
    open_groups: bool,
) -> None:
    shown = [each for each in questions if each.key in found.shown]
    people = sorted(frozenset().union(*(group for each in shown for group in each.groups)))
    row = ShownPay.objects.create(
        audience=audience,
        source=source,
        basis=basis,
        open=open_groups,
        people=people,
        basic=[pay[person][0] for person in people],
        variable=[pay[person][1] for person in people],
    )
    ShownSum.objects.bulk_create(
        ShownSum(
            shown=row,
            key=str(each.key),
            women=sorted(each.groups[0]),
            men=sorted(each.groups[1]),
            parts=each.key in found.whole,
        )
        for each in shown
    )
