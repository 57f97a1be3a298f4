"""Links to learn from stand in a plan, beside what the level asks."""

from __future__ import annotations

import pytest

from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.models import Competency
from ladders.growth.models import Target
from tests.frameworks.published import force_published
from tests.pages import assert_clean, squeezed

from .conftest import Firm

pytestmark = pytest.mark.django_db


def test_links_to_learn_from_stand_beside_what_the_level_asks(firm: Firm, target: Target) -> None:
    draft = start_draft(framework=firm.version.framework, by=firm.user("hr"))
    Competency.objects.filter(version=draft).update(links="[Read this](https://learn.example.org/a) an hour")
    force_published(draft, firm.user("hr"))
    key = Competency.objects.get(version=draft, name="Method").key
    for path in (f"/growth/targets/{target.pk}/", f"/growth/targets/{target.pk}/goals/?for={key}"):
        page = firm.client("ada").get(path)
        assert_clean(page)
        assert '<a href="https://learn.example.org/a" rel="external noreferrer">Read this</a>' in squeezed(page)
