"""The lattice as a file for slides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ladders.frameworks.domain.svg import Labels
from ladders.frameworks.domain.svg import lattice_svg as draw
from ladders.frameworks.queries.snapshot import fragment

from .published_pages import found
from .versions import Reading


@require_safe
def lattice_svg(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponseBase:
    """The lattice as an SVG file for slides: 3 queries with session and user."""
    reading = found(request, slug, number)
    picture = fragment(reading.version, ("svg", get_language()), lambda: _picture(reading))
    name = f"{reading.head.slug}-lattice-v{reading.head.number}.svg"
    return HttpResponse(
        picture,
        content_type="image/svg+xml; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            # Should a browser open it all the same, it may load and run nothing.
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _picture(reading: Reading) -> str:
    head = reading.head
    if head.published is None:
        subtitle = _("Draft of version %(number)s") % {"number": head.number}
    else:
        day = date_format(head.published, "j F Y")
        subtitle = _("Version %(number)s, published on %(date)s") % {"number": head.number, "date": day}
    return draw(
        reading.snapshot.lattice,
        title=head.name,
        subtitle=f"{subtitle} · {head.owner}" if head.owner else subtitle,
        labels=Labels(
            head=_("Impact"),
            head_small=_("grade · points"),
            grade=_("Grade %(code)s"),
            points=_("points"),
            shared=_("shared by all tracks"),
            waiting=_("Without a grade yet: %(levels)s"),
            empty=_("No level has a grade yet."),
        ),
        language=get_language() or "en",
    )
