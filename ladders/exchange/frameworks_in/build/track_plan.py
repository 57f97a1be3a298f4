"""Which tracks there are, which level goes on which, in which order, under which code: guessed from the records.

A track that the input names is believed. It is parted further only by marks on its levels: `- management`, `(People
Manager)`, or codes such as IC3 and M3. Levels below the first marked one are then the shared start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ladders.exchange.tables.sheets import Place, fold, is_number, one_line, without_symbols
from ladders.frameworks.domain.shapes import TrackKind

from ..detect import vocabulary
from ..detect.level_names import LevelName, is_executive, is_vague, kind_of_track, parse_level, seniority
from ..extract.records import Record
from ..mapping.fields import Field
from ..mapping.table_mapping import LevelPlan, Mapping, TrackPlan
from .default_names import give_codes, track_name

Key = tuple[str, str]
MOST = 0.7  # of a track's titles, for its kind


@dataclass
class SeenLevel:
    """A level as the input has it."""

    source: str
    title: str
    code: str
    number: int | None
    name: LevelName
    position: int

    def rank(self, role: str) -> int:
        """Its place among levels of the same role by its title alone."""
        found = seniority(self.name.bare or self.title, role)
        return vocabulary.PLAIN if found is None else found


@dataclass
class SeenTrack:
    """A track as the input has it: its names as written, its stated kind, its levels in the input's order."""

    framework: str
    source: str
    kind: str
    levels: list[SeenLevel]
    loose: bool = False  # the name comes from a sheet or a file and not from a cell
    ordered: bool = True  # the order of its levels is meant


def guess_tracks(
    records: Iterable[Record], known: Mapping | None = None, loose: Collection[str] = frozenset({""})
) -> tuple[TrackPlan, ...]:
    """Plans for all tracks. Levels that `known` has a plan for keep it; others join it or are guessed.

    `loose` holds folded names of tracks that only come from a sheet or a file: those may part by their titles.
    """
    seen = _seen(records)
    for track in seen:
        track.loose = fold(track.source) in loose
    if known is None or not known.tracks:
        plans = [plan for track in seen for plan in _part(track)]
        return tuple(give_codes(_in_order(plans), _codes(seen)))
    return tuple(_completed(seen, known))


def guess_scale(records: Iterable[Record]) -> tuple[str, ...]:
    """The steps of proficiency in the input, lowest first; empty if they are numbers or there are none."""
    found: dict[str, str] = {}
    for record in records:
        text = one_line(record.values.get(Field.PROFICIENCY, ""))
        if text and not is_number(text[:1]):
            found.setdefault(fold(text), text)
    if not found or len(found) > 12:
        return ()
    ranks = {key: vocabulary.PROFICIENCY.get(key, 25) for key in found}
    return tuple(found[key] for key in sorted(found, key=ranks.__getitem__))


def _seen(records: Iterable[Record]) -> list[SeenTrack]:
    tracks: dict[Key, SeenTrack] = {}
    levels: dict[tuple[Key, str], SeenLevel] = {}
    for record in records:
        key = fold(record.framework), fold(record.track)
        if not record.level and not (record.track and Field.COMPETENCY not in record.values):
            continue
        track = tracks.setdefault(key, SeenTrack(record.framework, record.track, "", []))
        track.kind = track.kind or record.values.get(Field.TRACK_KIND, "")
        if not record.level:
            continue
        track.ordered = track.ordered and record.ordered
        level_key = key, fold(record.level)
        level = levels.get(level_key)
        if level is None:
            level = SeenLevel(record.level, "", "", None, parse_level(record.level), len(levels))
            levels[level_key] = level
            track.levels.append(level)
        _learn(level, record)
    return [track for track in tracks.values() if track.levels]


def _learn(level: SeenLevel, record: Record) -> None:
    title = record.values.get(Field.LEVEL_TITLE, "")
    if title and not level.title:
        level.title = title
        own = parse_level(title)
        if own.marker or not level.name.likeness or not level.name.title:
            # the key tells code and number, the title the rest
            code = level.name.code or own.code
            number = level.name.number if level.name.number is not None else own.number
            level.name = replace(own, code=code, prefix=level.name.prefix or own.prefix, number=number)
    level.code = level.code or record.values.get(Field.LEVEL_CODE, "")
    stated = record.values.get(Field.LEVEL_NUMBER, "")
    if level.number is None and is_number(stated.removeprefix("-")):
        level.number = int(stated)


# --- One track of the input into tracks of the outcome ------------------------------------------------------------


def _part(track: SeenTrack) -> list[TrackPlan]:
    """The tracks that one track of the input becomes."""
    stated = kind_of_track(track.kind) if track.kind else None
    groups = {TrackKind.SPECIALIST: track.levels} if stated else (
        _by_marker(track) or _by_code(track) or _by_title(track) or {TrackKind.SPECIALIST: track.levels}
    )  # fmt: skip
    plans = []
    alone = len(groups) == 1
    for kind, levels in groups.items():
        if alone:
            kind = stated or _kind_of_name(track.source, levels) or _kind_of_levels(levels)
        ordered = _ordered(track, levels)
        name = track_name(track.source, kind, alone, [level.title or level.name.title for level in ordered])
        numbers = _rising_numbers(ordered)
        entries = tuple(
            LevelPlan(level.source, "", _title(level), number) for level, number in zip(ordered, numbers, strict=True)
        )
        plans.append(TrackPlan(track.framework, track.source, name, kind, entries))
    return _numbered(plans, track) if any(level.name.marker for level in track.levels) else plans


def _by_marker(track: SeenTrack) -> dict[TrackKind, list[SeenLevel]]:
    """Levels with a mark of their track; those without stand beside them if senior enough, else are shared."""
    marked = [level for level in track.levels if level.name.marker]
    if not marked or (len(marked) == len(track.levels) and len({level.name.marker for level in marked}) == 1):
        return {}
    lowest = min(level.rank(track.source) for level in marked)
    groups: dict[TrackKind, list[SeenLevel]] = {kind: [] for kind in TrackKind}
    for level in track.levels:
        below = TrackKind.SHARED if level.rank(track.source) < lowest else TrackKind.SPECIALIST
        groups[level.name.marker or below].append(level)
    return {kind: levels for kind, levels in groups.items() if levels}


def _by_code(track: SeenTrack) -> dict[TrackKind, list[SeenLevel]]:
    """Levels with codes of several kinds: IC3 and M3. Codes that end where all others begin are the shared start."""
    prefixes = [_prefix(level) for level in track.levels]
    kinds = {prefix: vocabulary.CODE_KINDS.get(prefix) for prefix in prefixes}
    if len(kinds) < 2 or not all(prefixes) or TrackKind.MANAGEMENT not in kinds.values():
        return {}
    numbers = {prefix: [_number(level) or 0 for level in track.levels if _prefix(level) == prefix] for prefix in kinds}
    groups: dict[TrackKind, list[SeenLevel]] = {kind: [] for kind in TrackKind}
    for level, prefix in zip(track.levels, prefixes, strict=True):
        others = [min(those) for other, those in numbers.items() if other != prefix]
        shared = len(kinds) > 2 and max(numbers[prefix]) < min(others)
        groups[TrackKind.SHARED if shared else kinds[prefix] or TrackKind.SPECIALIST].append(level)
    return {kind: levels for kind, levels in groups.items() if levels}


def _prefix(level: SeenLevel) -> str:
    return parse_level(level.code).prefix if level.code else level.name.prefix


def _by_title(track: SeenTrack) -> dict[TrackKind, list[SeenLevel]]:
    """Where the input names no track: titles of people managers beside at least as many others."""
    if not track.loose:
        return {}
    managers = [level for level in track.levels if _is_manager(level)]
    others = [level for level in track.levels if level not in managers]
    if len(managers) < 2 or len(others) < 2:
        return {}
    return {TrackKind.SPECIALIST: others, TrackKind.MANAGEMENT: managers}


def _is_manager(level: SeenLevel) -> bool:
    title = level.title or level.name.title
    return kind_of_track(title) is TrackKind.MANAGEMENT or is_executive(title)


def _kind_of_name(name: str, levels: Sequence[SeenLevel]) -> TrackKind | None:
    """What the track's name says. “Leadership” alone says little: its levels decide where their titles tell."""
    kind = kind_of_track(name)
    titled = [level for level in levels if level.title or level.name.title]
    if kind is TrackKind.MANAGEMENT and is_vague(name) and titled and not any(map(_is_manager, titled)):
        return TrackKind.SPECIALIST
    return kind


def _kind_of_levels(levels: Sequence[SeenLevel]) -> TrackKind:
    """The kind of a track whose name does not tell: by its codes, or if all its titles are of managers."""
    marks = {level.name.marker for level in levels}
    if len(marks) == 1 and (mark := next(iter(marks))):
        return mark
    kinds = Counter(vocabulary.CODE_KINDS.get(_prefix(level)) for level in levels)
    if len(kinds) == 1 and (kind := next(iter(kinds))) and kind is TrackKind.MANAGEMENT:
        return kind
    titled = [level for level in levels if level.title or level.name.title]
    if len(titled) > 1 and sum(map(_is_manager, titled)) >= MOST * len(titled):
        return TrackKind.MANAGEMENT
    return TrackKind.SPECIALIST


# --- Order, numbers, titles ---------------------------------------------------------------------------------------


def _number(level: SeenLevel) -> int | None:
    return level.number if level.number is not None else level.name.number


def _rising_numbers(levels: Sequence[SeenLevel]) -> list[int | None]:
    """The levels' numbers, if they rise with the levels: the 1 of “Senior Engineer 1” behind “Engineer 2” is no rank."""
    numbers = [_number(level) for level in levels]
    last = 0
    for position, number in enumerate(numbers, start=1):
        height = number if number is not None else max(position, last + 1)
        if height < last or (height == last and position > 1):
            return [level.number for level in levels]
        last = height
    return numbers


def _ordered(track: SeenTrack, levels: Sequence[SeenLevel]) -> list[SeenLevel]:
    """Lowest first: by number if all have one, else by the input's order, unless that is an accident of sorting.

    The order of columns and of documents is meant, though it may run from the top down. Rows may be sorted by name:
    then, or where the ranks of the titles contradict the order, the titles decide; what ties keeps the input's order.
    """
    numbers = [_number(level) for level in levels]
    if all(number is not None for number in numbers) and len(set(numbers)) == len(numbers):
        return sorted(levels, key=lambda level: _number(level) or 0)
    ranks = [seniority(level.name.bare or level.title, track.source) for level in levels]
    rising = _rising(ranks)
    names = [fold(level.title or level.source) for level in levels]
    if track.ordered or names != sorted(names):
        if rising < 0.3:
            return list(reversed(levels))
        if track.ordered or rising >= 0.7:
            return list(levels)
    return sorted(levels, key=lambda level: (level.rank(track.source), _number(level) or 0, level.position))


def _rising(ranks: Sequence[int | None]) -> float:
    """The share of pairs that rise, among those whose ranks differ; 1 where nothing can be compared."""
    known = [rank for rank in ranks if rank is not None]
    pairs = [(one, other) for index, one in enumerate(known) for other in known[index + 1 :] if one != other]
    return sum(one < other for one, other in pairs) / len(pairs) if pairs else 1.0


def _numbered(plans: list[TrackPlan], track: SeenTrack) -> list[TrackPlan]:
    """Numbers for tracks that part: those beside each other go on from where the shared start ends."""
    if len(plans) < 2 or any(level.number is not None for plan in plans for level in plan.levels):
        return plans
    by_source = {fold(level.source): level for level in track.levels}
    heights = sorted({by_source[fold(item.source)].rank(track.source) for plan in plans for item in plan.levels})
    return [
        replace(
            plan,
            levels=tuple(
                replace(item, number=heights.index(by_source[fold(item.source)].rank(track.source)) + 1)
                for item in plan.levels
            ),
        )
        for plan in plans
    ]


def _title(level: SeenLevel) -> str:
    """The level's title; `Level 3` where the input has only a number or a code."""
    title = level.title or level.name.title
    own = parse_level(title)
    if own.code and own.title and fold(own.code) == fold(level.code or level.name.code or own.code):
        title = own.title  # “L1 Baker” beside the code L1
    if title:
        return one_line(without_symbols(title))
    if is_number(level.name.text):
        return f"Level {int(level.name.text)}"
    return one_line(level.source)


def _in_order(plans: Sequence[TrackPlan]) -> list[TrackPlan]:
    """Frameworks and tracks as the input has them, but the shared start first and management never first."""
    order = {TrackKind.SHARED: 0, TrackKind.MANAGEMENT: 2}
    frameworks = {fold(plan.framework): position for position, plan in reversed(list(enumerate(plans)))}
    roles: dict[Key, int] = {}
    for position, plan in enumerate(plans):
        roles.setdefault((fold(plan.framework), fold(plan.source)), position)
    parted = Counter((fold(plan.framework), fold(plan.source)) for plan in plans)

    def place(entry: tuple[int, TrackPlan]) -> tuple[int, int, int, int, int]:
        position, plan = entry
        key = fold(plan.framework), fold(plan.source)
        if parted[key] > 1:
            return frameworks[key[0]], 0, roles[key], order.get(plan.kind, 1), position
        last = 1 if plan.kind is TrackKind.MANAGEMENT else 0
        return frameworks[key[0]], -1 if plan.kind is TrackKind.SHARED else last, roles[key], 0, position

    return [plan for _, plan in sorted(enumerate(plans), key=place)]


def _codes(seen: Sequence[SeenTrack]) -> dict[tuple[str, str, str], str]:
    """The codes that the input itself gives: by framework, track and level."""
    return {
        (fold(track.framework), fold(track.source), fold(level.source)): _short(level.code) or level.name.code
        for track in seen
        for level in track.levels
    }


def given_codes(records: Iterable[Record]) -> dict[tuple[str, str, str], tuple[str, Place]]:
    """The codes that stand in the input as they are, with a place: by folded framework, track and level."""
    found: dict[tuple[str, str, str], tuple[str, Place]] = {}
    for record in records:
        key = fold(record.framework), fold(record.track), fold(record.level)
        if record.level and key not in found:
            code = _short(record.values.get(Field.LEVEL_CODE, "")) or parse_level(record.level).code
            if code and (record.values.get(Field.LEVEL_CODE) or fold(code) in fold(record.level)):
                found[key] = code, record.place
    return found


def _short(code: str) -> str:
    """`Level 3` → `L3`; what is a code already stays as it is."""
    return code if not code or " " not in code else parse_level(code).code or code


def _completed(seen: Sequence[SeenTrack], known: Mapping) -> list[TrackPlan]:
    """The known plans, with levels that are new in the input at their end, and plans for new tracks."""
    plans = list(known.tracks)
    new: list[TrackPlan] = []
    for track in seen:
        key = fold(track.framework), fold(track.source)
        mine = [index for index, plan in enumerate(plans) if (fold(plan.framework), fold(plan.source)) == key]
        have = {
            fold(level.source)
            for plan in plans
            for level in plan.levels
            if (fold(plan.framework), fold(plan.origin_of(level))) == key
        }
        missing = [level for level in track.levels if fold(level.source) not in have]
        if not mine and missing:
            new.extend(_part(replace(track, levels=missing)))
            continue
        for guess in _part(replace(track, levels=missing)) if missing else ():
            index = next((index for index in mine if plans[index].kind == guess.kind), mine[0])
            plans[index] = replace(plans[index], levels=plans[index].levels + guess.levels)
    return give_codes([*plans, *_in_order(new)], _codes(seen))
