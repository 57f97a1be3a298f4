"""Search: a page, and what the box in the masthead shows while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ladders.frameworks.queries.quick_search import entry_url, guide_items, page_items, people_matching, quick_search
from ladders.frameworks.queries.search import FoundEntries, bare, clean, find, frameworks_searched

PAGE = 20
MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, with where it leads."""

    entry: Any  # a SearchEntry with `snippet`
    url: str

    @property
    def begun(self) -> bool:
        """True when the snippet shows the text from its beginning: else dots stand before it."""
        return str(self.entry.body).startswith(bare(self.entry.snippet)[:20])


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """What was found, best first; without a query, how to ask. 6 queries with session and user (8 for whoever leads people), 3
    without a query, while the snapshots of what was found are kept."""
    query = clean(request.GET.get("q", ""))
    frameworks = frameworks_searched()
    chosen = next((item for item in frameworks if item.slug == request.GET.get("framework")), None)
    context: dict[str, Any] = {"query": query, "frameworks": frameworks, "chosen": chosen}
    context["choices"] = [(item.slug, item.name) for item in frameworks]
    if query:
        found: Any = find(query, framework=chosen.slug) if chosen else FoundEntries(query, PAGE)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "hits": [Hit(entry, entry_url(entry)) for entry in page.object_list]}
        if not chosen and page.number == 1:
            context["people"] = people_matching(request.user, query, MOST_PEOPLE)
            context["pages"] = page_items(request.user, query)
            context["guide"] = guide_items(query)
        context["filter"] = urlencode({"q": query, **({"framework": chosen.slug} if chosen else {})})
    return render(request, "frameworks/search.html", context)


@require_safe
def quick(request: HttpRequest) -> HttpResponseBase:
    """What the box shows while somebody types: at most 9 queries with session and user."""
    query = clean(request.GET.get("q", ""))
    groups = quick_search(request.user, query)
    number = sum(len(group.items) for group in groups)
    return render(request, "frameworks/_quick.html", {"query": query, "groups": groups, "number": number})
