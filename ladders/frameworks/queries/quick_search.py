"""One search over people in reach, levels, competencies, frameworks, pages and the guide: what somebody may open, nothing else.

Nothing out of reach is found or counted: each kind is asked of the rows that this person may see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts.models import Employee, EmployeeQuerySet
from accounts.names import plain
from accounts.roles import Role
from accounts.stand_in import same_for, stand_in
from ladders.core.guide import GuidePage, guide_page, guide_url, names
from ladders.core.permissions import Permission
from ladders.core.providers import Provider
from ladders.core.statements import NOBODY, Statement
from ladders.core.word_search import beginnings_text

from ..domain.addresses import level_ref
from ..models import Framework
from ..product_pages import behind_spaces, pages_matching
from .search import LEVEL, FoundEntries, clean, searchable_frameworks
from .snapshot import snapshot_of

EACH = 5  # of each kind
CANDIDATES = 300  # people of such a name, among whom those below a manager are looked for
SHORTEST = 2  # characters of a name


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found. `hint` tells it from others of its name."""

    label: str
    url: str
    hint: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Things of one kind."""

    key: str
    title: str
    items: list[Found]


@Provider
def led_by(user: Any, people: Collection[int]) -> set[int]:
    """Those of these people who stand below this user today, at any distance."""
    return set()


def people_matching(user: Any, words: str, most: int = EACH) -> list[Found]:
    """People of such a name or number whose page this user may open, by name: 1 query, 3 for whoever leads people."""
    words = words.strip()[:100]
    if len(words) < SHORTEST:
        return []
    text = beginnings_text(plain(words))
    if not text:
        return []
    found = {each.pk: each for each in _visible(user, text, words, most)}
    if getattr(user, "leads", False):
        below = led_by(user, [pk for (pk,) in _here(text, words, timezone.localdate())])
        if below - set(found):
            found |= {each.pk: each for each in _by_name(Employee.objects.filter(pk__in=below), most)}
    people = sorted(found.values(), key=lambda each: (each.sort_name, each.pk))[:most]
    return [
        Found(each.name, reverse("person", args=[each.pk]), " · ".join(filter(None, (each.number, each.department))))
        for each in people
    ]


def _named_so(people: EmployeeQuerySet, text: str, number: str) -> EmployeeQuerySet:
    return people.named(SearchQuery(text, search_type="raw", config="simple"), number)


def _visible(user: Any, text: str, number: str, most: int) -> Iterable[Employee]:
    """Those of such a name whom this user's roles reach, and the user: 1 query, put together once for all with these roles where
    none of them reaches some people only."""
    roles = same_for(user)
    if roles is None:
        return _by_name(_named_so(Employee.objects.visible_to(user), text, number), most)
    if user.holds(Permission.VIEW_PEOPLE):
        return _everybody_named(roles, most)(text, number)
    return _oneself_named(roles, most)(text, number, user.pk)


@lru_cache(maxsize=256)
def _everybody_named(roles: frozenset[Role], most: int) -> Statement[Employee]:
    return Statement(
        lambda text, number: _by_name(
            _named_so(Employee.objects.visible_to(stand_in(roles, NOBODY)), text, number), most
        ),
        *(str, str),
    )


@lru_cache(maxsize=256)
def _oneself_named(roles: frozenset[Role], most: int) -> Statement[Employee]:
    return Statement(
        lambda text, number, account: _by_name(
            _named_so(Employee.objects.visible_to(stand_in(roles, account)), text, number), most
        ),
        *(str, str, int),
    )


_here = Statement(
    lambda text, number, day: (
        _named_so(Employee.objects.working_on(day), text, number)
        .order_by("sort_name", "pk")
        .values_list("pk")[:CANDIDATES]
    ),
    *(str, str, dt.date),
)


def _by_name(people: QuerySet[Employee], most: int) -> QuerySet[Employee]:
    return people.order_by("sort_name", "pk")[:most]


def page_items(user: Any, query: str) -> list[Found]:
    """Pages of the product. No query of its own."""
    return [Found(str(page.title), reverse(page.address)) for page in pages_matching(user, query, EACH)]


def guide_items(query: str) -> list[Found]:
    """Paragraphs of the guide by their headings, then pages whose text holds all the words. No query of its own."""
    asked = behind_spaces(query).split()
    if not asked:
        return []
    beginnings = [f" {word}" for word in asked]
    by_heading, by_text = [], []
    for name in sorted(names()):
        page = guide_page(name)
        if page is None:
            continue
        fitting = [
            (anchor, words)
            for anchor, words, compared in _named(page)
            if not [word for word in beginnings if word not in compared]
        ]
        by_heading += [Found(words, guide_url(name, anchor), page.title if anchor else "") for anchor, words in fitting]
        if not fitting and all(word in _text_of(name) for word in asked):
            by_text.append(Found(page.title, guide_url(name)))
    return [*by_heading, *by_text][:EACH]


@lru_cache(maxsize=64)
def _named(page: GuidePage) -> list[tuple[str, str, str]]:
    """Anchor and words of the title and of each heading, and the words as they are compared."""
    return [(anchor, words, behind_spaces(words)) for anchor, words in (("", page.title), *page.headings)]


@lru_cache(maxsize=64)
def _text_of(name: str) -> str:
    page = guide_page(name)
    return plain(strip_tags(page.body)).casefold() if page else ""


def entry_url(entry: Any) -> str:
    """Where a level or competency of a published framework stands."""
    framework = entry.version.framework
    if entry.kind != LEVEL:
        return reverse("competencies", args=[framework.slug]) + f"#competency-{entry.key}"
    shape = snapshot_of(entry.version).shape
    level = shape.level_by_key.get(entry.key)
    return reverse("level", args=[framework.slug, level_ref(shape, level) if level else str(entry.key)])


def quick_search(user: Any, query: str) -> list[FoundGroup]:
    """The first of each kind, kinds without any left out: at most 6 queries, while the snapshots of what was found are kept."""
    query = clean(query)
    if not query:
        return []
    entries = FoundEntries(query, 3 * EACH)[: 3 * EACH]
    levels = [entry for entry in entries if entry.kind == LEVEL][:EACH]
    abilities = [entry for entry in entries if entry.kind != LEVEL][:EACH]
    groups = [
        FoundGroup("people", _("People"), people_matching(user, query)),
        FoundGroup("pages", _("Pages"), page_items(user, query)),
        FoundGroup("frameworks", _("Frameworks"), [_framework(each) for each in _frameworks(query)]),
        FoundGroup("levels", _("Levels"), [_entry(entry) for entry in levels]),
        FoundGroup("competencies", _("Competencies"), [_entry(entry) for entry in abilities]),
        FoundGroup("guide", _("Guide"), guide_items(query)),
    ]
    return [group for group in groups if group.items]


def _frameworks(query: str) -> list[Framework]:
    """Published ones whose names hold what was typed."""
    return list(searchable_frameworks().filter(name__icontains=query)[:EACH])


def _framework(framework: Framework) -> Found:
    return Found(framework.name, reverse("framework", args=[framework.slug]))


def _entry(entry: Any) -> Found:
    hint = " · ".join(filter(None, (entry.version.framework.name, entry.context)))
    return Found(entry.title, entry_url(entry), hint, entry.code)
