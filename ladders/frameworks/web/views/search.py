"""Search over all published frameworks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ladders.frameworks.domain.addresses import level_ref
from ladders.frameworks.queries.search import LEVEL, bare, clean, find, searchable_frameworks
from ladders.frameworks.queries.snapshot import snapshot_of

PAGE = 20


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
    """What was found, best first; without a query, how to ask. 5 queries with session and user, 3 without a query,
    while the snapshots of what was found are kept."""
    query = clean(request.GET.get("q", ""))
    frameworks = list(searchable_frameworks())
    chosen = next((item for item in frameworks if item.slug == request.GET.get("framework")), None)
    context: dict[str, Any] = {"query": query, "frameworks": frameworks, "chosen": chosen}
    if query:
        page = Paginator(find(query, framework=chosen.slug if chosen else ""), PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "hits": [Hit(entry, _address(entry)) for entry in page.object_list]}
        context["filter"] = urlencode({"q": query, **({"framework": chosen.slug} if chosen else {})})
    return render(request, "frameworks/search.html", context)


def _address(entry: Any) -> str:
    framework = entry.version.framework
    if entry.kind != LEVEL:
        return reverse("competencies", args=[framework.slug]) + f"#competency-{entry.key}"
    shape = snapshot_of(entry.version).shape
    level = shape.level_by_key.get(entry.key)
    return reverse("level", args=[framework.slug, level_ref(shape, level) if level else str(entry.key)])
