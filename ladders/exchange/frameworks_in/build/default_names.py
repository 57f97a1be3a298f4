"""Names and codes for tracks and levels that the input leaves unnamed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ladders.exchange.tables.sheets import fold, one_line, without_symbols
from ladders.frameworks.domain.shapes import TrackKind

from ..detect import vocabulary
from ..mapping.table_mapping import TrackPlan

MAX_CODE = 12  # a longer name is a title
FRAMEWORK_TAIL = re.compile(r"\s+(career\s+)?(framework|ladder|matrix|progression)s?$", re.IGNORECASE)
CAPITALS = re.compile(r"[^\W\d_]+")


def tidy(name: str) -> str:
    """A name without pictures and without "Framework" at its end."""
    plain = one_line(without_symbols(name))
    return FRAMEWORK_TAIL.sub("", plain) or plain


def track_name(source: str, kind: TrackKind, alone: bool, titles: Sequence[str]) -> str:
    """What the track is called: as in the input, with its kind where one track of the input becomes several."""
    name = tidy(source)
    if alone:
        return name or shared_noun(titles) or vocabulary.KIND_NAMES[kind]
    if not name or kind is TrackKind.SPECIALIST:
        return name or vocabulary.KIND_NAMES[kind]
    return f"{name}: {vocabulary.KIND_NAMES[kind][0].lower()}{vocabulary.KIND_NAMES[kind][1:]}"


def shared_noun(titles: Sequence[str]) -> str:
    """What all titles have in common, as a word: Junior Engineer, Engineer, Staff Engineer → Engineer."""
    filled = [title for title in titles if title]
    if len(filled) < 2:
        return ""
    parts = [CAPITALS.findall(title) for title in filled]
    common = [
        word for word in parts[0]
        if word.casefold() not in vocabulary.SENIORITY and word.casefold() not in vocabulary.LEVEL_WORDS and len(word) > 2
        and all(word.casefold() in {other.casefold() for other in part} for part in parts)
    ]  # fmt: skip
    return " ".join(common)


def give_codes(plans: Sequence[TrackPlan], given: Mapping[tuple[str, str, str], str]) -> list[TrackPlan]:
    """The plans with a code for each level, unique in its framework: the input's own where it has one, else made up.

    `given` holds the input's codes by folded framework, track and level.
    """
    taken: dict[str, set[str]] = {}
    for plan in plans:
        taken.setdefault(fold(plan.framework), set()).update(fold(level.code) for level in plan.levels if level.code)
    own = Counter(
        (fold(plan.framework), fold(code)) for plan in plans for level in plan.levels
        if (code := given.get((fold(plan.framework), fold(plan.origin_of(level)), fold(level.source)), ""))
    )  # fmt: skip
    starts = _starts(plans)
    result = []
    for plan, start in zip(plans, starts, strict=True):
        levels = []
        used = taken[fold(plan.framework)]
        last = 0  # codes that are made up rise with the levels
        for position, level in enumerate(plan.levels, start=1):
            number = level.number if level.number is not None else max(position, last + 1)
            last = max(last, number)
            if level.code:
                levels.append(level)
                continue
            code = given.get((fold(plan.framework), fold(plan.origin_of(level)), fold(level.source)), "")
            if code and own[fold(plan.framework), fold(code)] > 1:  # findable: the file's own code stays in it
                code = f"{start}-{code}" if fold(code) in fold(level.source) else ""
            if not code or len(code) > MAX_CODE or fold(code) in used:
                code = _free(start, number, used)
            used.add(fold(code))
            levels.append(replace(level, code=code))
        result.append(replace(plan, levels=tuple(levels)))
    return result


def _free(start: str, number: int, used: set[str]) -> str:
    code, extra = f"{start}{number}", "a"
    while fold(code) in used:
        code = f"{start}{number}{extra}"
        extra = chr(ord(extra) + 1) if extra < "z" else extra + "a"
    return code


def _starts(plans: Sequence[TrackPlan]) -> list[str]:
    """Letters for the codes of each track, different within a framework: initials, M behind them for management."""
    single = Counter(fold(plan.framework) for plan in plans)
    taken: dict[str, dict[str, str]] = {}
    result = []
    for plan in plans:
        framework = fold(plan.framework)
        if single[framework] == 1:
            result.append("L")
            continue
        base = initials(plan.source or plan.name)
        if plan.kind is TrackKind.MANAGEMENT and plan.source:
            parted = (
                sum((fold(other.framework), fold(other.source)) == (framework, fold(plan.source)) for other in plans)
                > 1
            )
            base = f"{base}M" if parted else base
        owners = taken.setdefault(framework, {})
        letters = base
        owner = fold(plan.source)
        for more in range(1, 30):
            if owners.get(letters, owner) == owner:
                break
            letters = f"{base}{_next_letter(plan.source, more)}"
        owners.setdefault(letters, owner)
        result.append(letters)
    return result


def initials(name: str) -> str:
    """Capital first letters of a name's words, at most three; the first letter of a single word and a capital in it."""
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", tidy(name))
    letters = "".join(
        word[0] for word in CAPITALS.findall(spaced) if word.casefold() not in {"of", "and", "the", "for", "a"}
    )
    return letters.upper()[:3] or "L"


def _next_letter(name: str, more: int) -> str:
    """A further letter of the last word, to tell apart tracks with equal initials."""
    parts = CAPITALS.findall(name)
    word = parts[-1] if parts else ""
    return word[more].upper() if more < len(word) else "X" * (more - len(word) + 1)
