"""The atlas of what is published now, kept per process under the identities of the published versions.

Nothing of a person is in it. Published versions never change, so a chart stays true for as long as the process lives.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from ladders.core.statements import rows_of
from ladders.frameworks.models import Version
from ladders.frameworks.queries.snapshot import Kept, snapshot_of

from ..domain.published_index import Chart, PublishedIndex, chart

_charts: Kept[Chart] = Kept(256)
_atlases: Kept[PublishedIndex] = Kept(2)


class Identity(NamedTuple):
    """What a chart depends on: the frozen version, and the name that its framework has now."""

    version: int
    framework: int
    slug: str
    name: str


PUBLISHED = """
SELECT json_agg(json_build_array(v.id, f.id, f.slug, f.name) ORDER BY f.name, f.id)
FROM frameworks_version AS v JOIN frameworks_framework AS f ON f.id = v.framework_id WHERE v.state = 'published'
"""


def published_atlas() -> PublishedIndex:
    """All published frameworks: 1 query while they are kept, and 17 for each one that is not."""
    ((found,),) = rows_of(f"SELECT ({PUBLISHED})::text", [])
    return atlas_of(identities(found))


def identities(found: str | None) -> tuple[Identity, ...]:
    """The answer of PUBLISHED, as text."""
    return tuple(Identity(*row) for row in json.loads(found or "[]"))


def atlas_of(published: Sequence[Identity]) -> PublishedIndex:
    """The atlas of these versions: no query while they are kept."""
    key = tuple(published)
    return _atlases.get(key, lambda: PublishedIndex(tuple(_chart(each) for each in key), key))


def forget() -> None:
    """Empty the caches: for tests."""
    _charts.clear()
    _atlases.clear()


def _chart(identity: Identity) -> Chart:
    return _charts.get(identity, lambda: _compile(identity))


def _compile(identity: Identity) -> Chart:
    version = Version.objects.select_related("framework__owner").get(pk=identity.version)
    snapshot = snapshot_of(version)
    return chart(
        identity.framework, identity.slug, identity.name, snapshot.shape, snapshot.plan.grades, identity.version
    )
