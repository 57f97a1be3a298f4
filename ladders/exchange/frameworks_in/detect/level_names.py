"""What the name of a level tells: its code, its number, its rank, and the kind of track it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ladders.exchange.tables.sheets import fold, is_number, one_line, without_symbols
from ladders.frameworks.domain.shapes import TrackKind

from . import vocabulary

CODE = re.compile(r"(?P<prefix>[A-Za-z]{1,4})[-. ]?(?P<number>\d{1,2})(?P<part>[A-Da-d+])?")
COUNTED = re.compile(
    rf"(?P<word>{'|'.join(vocabulary.LEVEL_WORDS)})[\s#:.-]*(?P<number>\d{{1,2}}|[ivx]{{1,4}}|[a-h])(?P<part>[a-d+])?(?=$|[\s:,.()/–—-])",
    re.IGNORECASE,
)
CODE_FIRST = re.compile(
    rf"(?P<code>{CODE.pattern})\s*(?:[:–—|/\n(]|\s-\s|-\s|\s)\s*(?P<title>[^\d()].*?)\)?", re.DOTALL
)
CODE_LAST = re.compile(
    rf"(?P<title>.*?[^\s(\[–—-])\s*(?:\(|\[|[–—|/,:]\s*|\s-\s|\n)(?P<code>{CODE.pattern})[)\]]?", re.DOTALL
)
MARKER_LAST = re.compile(
    r"(?P<title>.+?)\s*(?:\s[-–—:|/]\s*|[–—:|/]\s*|,\s*|\(|\[)(?P<marker>[^()\[\]–—:|]+?)[)\]]?", re.DOTALL
)
TAIL_NUMBER = re.compile(r"(?P<title>.*[^\W\d])[\s-]+(?P<number>\d{1,2}|[IVX]{1,4})")
WORD = re.compile(r"[^\W\d_]+")
NUMBERED = re.compile(r"(?P<number>\d{1,2})\s*[/.):–-]+\s*(?P<title>[^\W\d].*)", re.DOTALL)
UNUSED_LAST = re.compile(
    r"(?P<name>.+?)\s*(?:[(\[]\s*(?P<one>[^()\[\]]+?)\s*[)\]]|\s[-–—|]\s(?P<two>[^-–—|()]+))", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level's name taken apart. `likeness` (0 to 1) is how sure it is that this names a level at all."""

    text: str
    title: str
    code: str = ""
    prefix: str = ""  # the letters of the code, lower case
    number: int | None = None
    marker: TrackKind | None = None
    bare: str = ""  # the title without the marker
    likeness: float = 0.0


@lru_cache(maxsize=20_000)
def parse_level(text: str) -> LevelName:
    """Takes the name of a level apart: `IC3 – Senior Engineer`, `Level 2`, `Lead developer - management`, `M4`."""
    whole = one_line(without_symbols(text))
    if not whole or len(whole) > 90:
        return LevelName(text, whole, bare=whole)
    if is_number(whole, 2):
        return LevelName(text, "", number=int(whole), likeness=0.5)
    used, mark = unused_mark(whole)
    if mark:  # the mark stays in the title, so that everybody sees it
        inner = parse_level(used)
        title = inner.title or inner.code or used
        return replace(
            inner, text=text, title=f"{title} ({mark})", bare=inner.bare or title, likeness=max(inner.likeness, 0.5)
        )
    numbered = NUMBERED.fullmatch(whole)
    if numbered:
        inner = parse_level(numbered["title"])
        if not inner.code:
            likeness = inner.likeness if inner.likeness >= 0.9 else 0.3
            return replace(inner, text=text, number=int(numbered["number"]), likeness=likeness)
    found = _coded(text, whole) or _counted(text, whole)
    if found:
        return found
    bare, marker = _marked(whole)
    tail = TAIL_NUMBER.fullmatch(bare)
    number = _number(tail["number"]) if tail else None
    rank = seniority(bare)
    likeness = 0.9 if rank is not None and len(whole.split()) <= 8 else 0.7 if number is not None or marker else 0.0
    return LevelName(text, whole, number=number, marker=marker, bare=bare, likeness=likeness)


def unused_mark(name: str) -> tuple[str, str]:
    """A level's name and the mark behind it that says it is not in use: `Village (P1) (retired)` → both parts.

    Two blanks-free texts; the mark is blank where there is none.
    """
    match = UNUSED_LAST.fullmatch(name)
    mark = (match["one"] or match["two"] or "").strip() if match else ""
    if match and " ".join(WORD.findall(mark.casefold())) in vocabulary.UNUSED:
        return match["name"].strip(), mark
    return name, ""


def _coded(text: str, whole: str) -> LevelName | None:
    """With a code: alone, before the title, or behind it."""
    alone = CODE.fullmatch(whole)
    if alone and _is_code(alone):
        return _named(text, alone, "")
    for pattern in (CODE_FIRST, CODE_LAST):
        match = pattern.fullmatch(whole)
        if match and _is_code(match) and (pattern is CODE_FIRST or match["code"][:1].isupper()):
            title = match["title"].strip(" -–—:|/")
            if any(sign.isalpha() for sign in title):
                return _named(text, match, title)
    return None


def _is_code(match: re.Match[str]) -> bool:
    prefix = match["prefix"].lower()
    return prefix not in vocabulary.NO_LEVEL_CODES and prefix not in vocabulary.LEVEL_WORDS


def _named(text: str, match: re.Match[str], title: str) -> LevelName:
    bare, marker = _marked(title) if title else ("", None)
    code = f"{match['prefix']}{match['number']}{match['part'] or ''}"
    return LevelName(
        text,
        title,
        code=code,
        prefix=match["prefix"].lower(),
        number=int(match["number"]),
        marker=marker,
        bare=bare,
        likeness=1.0,
    )


def _counted(text: str, whole: str) -> LevelName | None:
    """`Level 3`, `Grade B: Analyst`."""
    match = COUNTED.match(whole)
    if not match:
        return None
    number = _number(match["number"])
    rest = whole[match.end() :].strip(" -–—:|/.,()")
    bare, marker = _marked(rest) if rest else ("", None)
    code = f"{match['word'][0].upper()}{match['number'].upper()}{match['part'] or ''}"
    return LevelName(text, rest, code=code, number=number, marker=marker, bare=bare, likeness=1.0)


def _number(text: str) -> int | None:
    """Digits, Roman numerals, or a letter's place in the alphabet."""
    if is_number(text):
        return int(text)
    lower = text.lower()
    if lower in vocabulary.ROMAN:
        return vocabulary.ROMAN[lower]
    return ord(lower) - 96 if len(lower) == 1 else None


def _marked(title: str) -> tuple[str, TrackKind | None]:
    """The title without a marker of its track, and what the marker says."""
    match = MARKER_LAST.fullmatch(title)
    if match:
        kind = vocabulary.MARKERS.get(" ".join(WORD.findall(match["marker"].lower())))
        if kind:
            return match["title"].strip(), kind
    return title, None


def seniority(title: str, role: str = "") -> int | None:
    """The rank of a title among others of the same role, None if nothing in it tells. Words of the role do not count."""
    skip = set(WORD.findall(role.casefold())) & vocabulary.RANKED_NOUNS
    found = [
        word
        for word in WORD.findall(title.casefold().replace("-", " "))
        if word in vocabulary.SENIORITY and word not in skip
    ]
    if role == "":  # nothing to compare with: a noun is a job, unless it stands alone
        strong = [word for word in found if word not in vocabulary.RANKED_NOUNS]
        found = strong or found
    if not found:
        return None
    ranks = [vocabulary.SENIORITY[word] for word in found]
    top = max(ranks)
    raised = sum(word in vocabulary.RAISING for word in found)
    return top + 3 * raised if top != vocabulary.SENIORITY["senior"] else top


def is_executive(title: str) -> bool:
    """Whether a title is one from the top of a house: CTO, Chief Financial Officer, Vice President."""
    parts = WORD.findall(fold(title))
    return bool(vocabulary.EXECUTIVES & set(parts)) or (parts[:1] == ["chief"] and parts[-1:] == ["officer"])


def is_vague(name: str) -> bool:
    """Whether a track's name says “leadership” and not of whom: of people, or of a craft."""
    text = f" {' '.join(WORD.findall(fold(name)))} "
    return any(f" {word} " in text for word in vocabulary.VAGUE_LEADERSHIP) and not any(
        f" {phrase} " in text for phrase in vocabulary.MANAGEMENT_PHRASES if phrase not in vocabulary.VAGUE_LEADERSHIP
    )


def kind_of_track(name: str) -> TrackKind | None:
    """The kind of a track, or of a title, by its name; None if the name does not tell."""
    spaced = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", without_symbols(name))
    text = " ".join(WORD.findall(fold(spaced)))
    padded = f" {text} "
    for kind in TrackKind:
        if text in {kind.value, fold(vocabulary.KIND_NAMES[kind]), f"{kind.value} track"}:
            return kind
    tables = (
        (TrackKind.SHARED, vocabulary.SHARED_PHRASES),
        (TrackKind.SPECIALIST, vocabulary.SPECIALIST_PHRASES),
        (TrackKind.PROJECT, vocabulary.PROJECT_PHRASES),
        (TrackKind.INFLUENCE, vocabulary.INFLUENCE_PHRASES),
    )
    for kind, phrases in tables:
        if any(f" {phrase} " in padded for phrase in phrases):
            return kind
    parts = [part for part in text.split() if part not in vocabulary.TRACK_NOUNS] or text.split()
    if any(part in {"manager", "managers"} for part in parts):
        if vocabulary.PROJECT_MANAGED & set(parts):
            return TrackKind.PROJECT
        return TrackKind.MANAGEMENT if vocabulary.PEOPLE_MANAGED & set(parts) or len(parts) == 1 else None
    if any(f" {phrase} " in padded for phrase in vocabulary.MANAGEMENT_PHRASES):
        return TrackKind.PROJECT if {"project", "program", "programme"} & set(parts) else TrackKind.MANAGEMENT
    return None
