"""What lists and pages of people show of careers: only to whoever may see it, and the workbook holds the same."""

from __future__ import annotations

import gc
import weakref

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from ladders.careers.models import Share
from ladders.careers.people_links import ways_up
from ladders.careers.queries import published_cache
from ladders.careers.queries.sharing import Audience, Thing
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import account
from tests.frameworks.published import published
from tests.list_files import fetched, rows_of
from tests.pages import assert_clean

from .company import person, place, report

pytestmark = pytest.mark.django_db


def test_hr_sees_where_levels_lead_in_the_list_and_in_the_workbook(plan: FactorPlan, hr: User) -> None:
    version = published(hr)
    bo, mo = person("Bo"), person("Mo")
    place(version, "S5", bo)
    place(version, "M6", mo)
    client = signed_in(hr)
    response = client.get(reverse("people"))
    assert_clean(response)
    ahead = {row.person.name: row.ahead for row in response.context["found"].rows}
    assert (ahead["Bo"], ahead["Mo"], ahead["Hana Ruiz"]) == ("4 levels", "highest level", "")
    head, *rows = rows_of(fetched(client, "people"))
    assert head[-1] == "Further up"
    assert {str(row[1]): row[-1] for row in rows}["Bo"] == "4 levels"


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.HR_ADMIN)])
def test_nobody_else_gets_that_column(role: Role | None, db: None) -> None:
    user = account(user__roles=[role] if role else [])
    assert ways_up(user, ()) is None


def test_words_of_levels_do_not_hold_what_was_published_before(plan: FactorPlan, hr: User) -> None:
    version = published(hr)
    (key,) = version.level_set.filter(code="S5").values_list("key", flat=True)
    assert ways_up(hr, [key]) == {key: "4 levels"}
    before = weakref.ref(published_cache.published_atlas())
    published_cache.forget()  # as other publications do, of which two are kept
    gc.collect()
    assert before() is None
    assert ways_up(hr, [key]) == {key: "4 levels"}


def test_a_persons_page_links_to_what_the_reader_may_open(plan: FactorPlan, hr: User) -> None:
    ada, bo, cy = person("Ada"), person("Bo"), person("Cy")
    report(bo, ada)
    report(ada, cy)
    Share.objects.create(employee=bo, what=Thing.MOVES, audience=Audience.MANAGER)
    member, moves = reverse("team-member", args=[bo.pk]), reverse("shared-moves", args=[bo.pk])

    def links(user: User | None) -> set[str]:
        assert user is not None
        return {link.url for link in signed_in(user).get(reverse("person", args=[bo.pk])).context["career"]}

    shared = reverse("shared", args=[bo.pk])
    assert links(ada.user) == {member, moves, shared}
    assert links(cy.user) == set()  # sees the person's level, and nothing that is shared with their manager
    assert links(hr) == {shared}  # the assessment
    assert links(bo.user) == {reverse("my-path"), reverse("seasons"), reverse("sharing")}
