"""The reading pages: what everybody sees, what drafts never show, how many queries each takes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Employee, User
from ladders.core import shell
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import give_reason, set_successor
from ladders.frameworks.models import Consultation, Framework, Level, ParityReason, Track, Version
from ladders.frameworks.queries import snapshot
from ladders.frameworks.queries.readiness import readiness
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework
from tests.frameworks.published import publish_now, published, secret_draft
from tests.pages import squeezed
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.django_db
TALL = (3, 4, 5, 6, 7, 8)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    snapshot.forget()
    shell.forget()
    yield
    snapshot.forget()
    shell.forget()


class Markup(HTMLParser):
    """Collects what could run or load: inline scripts, images, event handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the dangerous ones."""
        names = {name for name, _value in attrs}
        if tag in ("img", "iframe") or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name.startswith("on")]

    @classmethod
    def of(cls, html: str) -> list[str]:
        """What the page holds of it."""
        parser = cls()
        parser.feed(html)
        return parser.found


def page(client: Client, address: str, status: int = 200) -> str:
    """The page's HTML."""
    answer = client.get(address)
    assert answer.status_code == status, answer
    return squeezed(answer)


def queries(client: Client, address: str) -> int:
    """How many queries the page takes once everything is kept."""
    page(client, address)
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


@shared_rows
def research(plan: FactorPlan, hr: User) -> Version:
    """A framework that is published."""
    return published(hr)


def test_the_lattice_shows_owner_statement_tracks_and_levels(
    plan: FactorPlan, hr: User, employee_client: Client
) -> None:
    published(hr, statement="Management is *one* path.", summary="We find out.", note="Two levels **more**.")
    html = page(employee_client, "/frameworks/research/")
    assert "<h1>Research</h1>" in html
    assert "accountable: Olga Wner, Head of research" in html
    assert "Management is <em>one</em> path." in html
    assert "We find out." in html
    assert "Two levels <strong>more</strong>." in html
    assert re.findall(r'href="/frameworks/research/levels/(\w+)/"', html) == [
        "S6", "P6", "I6", "M6", "S5", "P5", "I5", "M5", "E3",
    ]  # fmt: skip
    assert "Edit draft" not in html
    assert "/draft/" not in html


def test_reasons_and_consultations_are_shown_to_readers(hr: User, research: Version, employee_client: Client) -> None:
    draft = start_draft(framework=research.framework, by=hr)
    Level.objects.filter(version=draft, code__in=["S6", "P6", "I6"]).delete()
    for gone in Level.objects.filter(version=research, code__in=["S6", "P6", "I6"]):
        below = Level.objects.get(version=draft, code=gone.code[0] + "5")
        set_successor(version=draft, removed=gone.key, level=below.key, by=hr)
    Consultation.objects.create(
        version=draft, body="Works council", held_on=dt.date(2026, 3, 2), outcome="Agreed, *with thanks*."
    )
    state = readiness(Version.objects.select_related("framework__owner").get(pk=draft.pk), today=timezone.localdate())
    findings = [answer.finding.key for answer in state.answers]
    give_reason(version=draft, findings=findings, reason="We hire **later**.", review_on=dt.date(2040, 6, 1), by=hr)
    publish_now(draft, hr)
    html = page(employee_client, "/frameworks/research/")
    sentences = list(ParityReason.objects.filter(version=draft).values_list("sentence", flat=True))
    assert len(sentences) > 1
    assert [escape(sentence) in html for sentence in sentences] == [True] * len(sentences)
    assert html.count("We hire <strong>later</strong>.") == 1
    assert "1 June 2040" in html
    assert "Works council, 2 March 2026" in html
    assert "Agreed, <em>with thanks</em>." in html
    assert "S6 Specialist 6 → " in html


@pytest.mark.parametrize("order", ["MSPI", "SMPI"])
def test_management_is_never_the_first_column_nor_preselected(
    plan: FactorPlan, hr: User, employee_client: Client, order: str
) -> None:
    draft = draft_framework(by=hr)
    kinds = {"S": "specialist", "P": "project", "I": "influence", "M": "management"}
    for position, letter in enumerate(order, start=1):
        Track.objects.filter(version=draft, kind=kinds[letter]).update(position=position)
    publish_now(draft, hr)
    html = page(employee_client, "/frameworks/research/")
    heads = re.findall(r'<span class="track-name">([^<]+)</span>', html)
    assert heads[0] == "Specialist track"
    tabs = re.findall(r'<input type="radio"[^>]*>', html)
    assert [" checked" in tab for tab in tabs] == [True, False, False, False]
    html = page(employee_client, "/frameworks/research/competencies/")
    assert re.findall(r'scope="colgroup"[^>]*>([^<]+)<', html)[:2] == ["Shared start", "Specialist track"]
    assert " checked" not in html
    assert re.findall(r'<a class="chip"[^>]*aria-current="true">([^<]+)<', html) == ["All tracks"]
    html = page(employee_client, "/frameworks/research/levels/E3/")
    after = re.findall(r'class="code">(\w+) · [^<]+<', html)
    assert after[0] == "S5"
    html = page(employee_client, "/frameworks/")
    assert "Specialist track · " in html


def test_a_level_says_what_it_is_and_how_its_grade_came_about(research: Version, employee_client: Client) -> None:
    html = page(employee_client, "/frameworks/research/levels/S5/")
    assert "<h1>Specialist 5</h1>" in html
    assert "<strong>430 points</strong>" in html
    assert "Grade 5 reaches from 430 to 519." in html
    assert "Degree 4 of 8: 430 points × 30 %" in html
    assert re.findall(r'<span class="factor-points">([^<]+)<', html) == ["129", "107.5", "86", "64.5", "43"]
    assert "Because of S5" in html
    assert re.findall(r'class="reading-near-level" href="/frameworks/research/levels/(\w+)/"', html) == [
        "P5", "I5", "M5", "S6", "E3",
    ]  # fmt: skip
    assert "Specialist 5 shows method." in html
    assert "Growing people" not in html
    assert 'Practising</span><span class="visually-hidden">, 2 of 5</span>' in html


def test_a_slotted_level_names_the_source_and_the_due_date(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    draft = draft_framework(by=hr)
    level = Level.objects.get(version=draft, code="S5")
    level.evaluation.delete()
    Level.objects.filter(pk=level.pk).update(
        method="slotted", points=None, source="Hay <b>", evaluation_due=dt.date(2041, 1, 31)
    )
    publish_now(draft, hr)
    html = page(employee_client, "/frameworks/research/levels/S5/")
    assert "Not yet evaluated. The grade comes from: Hay &lt;b&gt;." in html
    assert "due by 31 January 2041" in html
    assert "factor-points" not in html


def test_a_text_that_builds_on_another_is_read_with_it(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    draft = draft_framework(by=hr)
    row = draft.expectation_set.get(level__code="S6", competency__name="Method")
    row.builds_on, row.descriptor, row.examples = True, "Adds this.", "- one\n- two"
    row.save()
    publish_now(draft, hr)
    html = page(employee_client, "/frameworks/research/levels/S6/")
    article = html.split(f'id="competency-{row.competency.key}"')[1].split("</article>")[0]
    words = re.sub(r"<[^>]+>|\s+", " ", article)
    assert "As S5 Specialist 5: Specialist 5 shows method. and: Adds this. Examples one two" in re.sub(" +", " ", words)


def test_texts_people_wrote_cannot_become_markup(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    draft = draft_framework(by=hr)
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    draft.level_set.update(title=evil[:100], summary=evil, scope=evil)
    draft.track_set.update(name=evil[:80], tagline=evil[:80], purpose=evil)
    draft.competency_set.update(name=evil[:100], description=evil)
    draft.expectation_set.update(descriptor=evil, examples=evil)
    draft.steps.update(name=evil[:60], description=evil)
    Version.objects.filter(pk=draft.pk).update(summary=evil, statement=evil, note=evil)
    Framework.objects.filter(pk=draft.framework_id).update(name=evil[:80], owner_title=evil[:80])
    publish_now(draft, hr)
    for address in (
        "/frameworks/",
        "/frameworks/research/",
        "/frameworks/research/levels/S5/",
        "/frameworks/research/competencies/",
        "/frameworks/research/competencies/?level=S5&level=M6",
        "/frameworks/research/versions/",
        "/search/?q=alert",
    ):
        html = page(employee_client, address)
        assert "alert" in html
        assert Markup.of(html) == [], address


def test_odd_codes_have_an_address(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    draft = draft_framework(by=hr)
    Level.objects.filter(version=draft, code="S5").update(code="S/5 ?")
    key = Level.objects.get(version=draft, code="S/5 ?").key
    publish_now(draft, hr)
    html = page(employee_client, "/frameworks/research/")
    assert f'href="/frameworks/research/levels/{key}/"' in html
    assert "<h1>Specialist 5</h1>" in page(employee_client, f"/frameworks/research/levels/{key}/")
    assert f"level={key}" in page(employee_client, "/frameworks/research/levels/P5/")
    assert "S/5 ?" in page(employee_client, f"/frameworks/research/competencies/?level={key}")


@pytest.mark.parametrize("ref", ["nonsense", "s5", "%01", "levels", "a" * 300])
def test_a_level_that_is_not_there_is_a_404(research: Version, employee_client: Client, ref: str) -> None:
    page(employee_client, f"/frameworks/research/levels/{ref}/", 404)


def test_levels_side_by_side(research: Version, employee_client: Client) -> None:
    html = page(employee_client, "/frameworks/research/competencies/?level=M5&level=S5&level=nonsense")
    heads = re.findall(r'<th role="columnheader" scope="col"><span class="code">(\w+) ·', html)
    assert heads == ["S5", "M5"]
    assert "Specialist 5 shows method." in html
    assert html.count("Not asked of this level.") == 1
    html = page(employee_client, "/frameworks/research/competencies/?track=management-track")
    assert re.findall(r'<th role="columnheader" scope="col"><span class="code">(\w+) ·', html) == ["M5", "M6"]
    html = page(employee_client, "/frameworks/research/competencies/?track=%01&level=%FF")
    assert 'class="reading-overview"' in html


def test_versions_can_be_read_and_a_retired_one_leads_to_the_current(
    hr: User, research: Version, employee_client: Client
) -> None:
    draft = start_draft(framework=research.framework, by=hr)
    Level.objects.filter(version=draft, code="S5").update(title="Renamed")
    publish_now(draft, hr)
    html = page(employee_client, "/frameworks/research/versions/1/")
    assert "no longer in force" in html
    assert 'href="/frameworks/research/">Read version 2' in html
    assert "Renamed" not in html
    assert 'href="/frameworks/research/versions/1/levels/S5/"' in html
    html = page(employee_client, "/frameworks/research/versions/1/levels/S5/")
    assert "<h1>Specialist 5</h1>" in html
    assert "no longer in force" in html
    assert 'href="/frameworks/research/versions/1/levels/P5/"' in html
    html = page(employee_client, "/frameworks/research/versions/2/")
    assert "no longer in force" not in html
    assert "Renamed" in html
    html = page(employee_client, "/frameworks/research/versions/")
    assert re.findall(r'<a href="/frameworks/research/versions/(\d)/">', html) == ["2", "1"]
    page(employee_client, "/frameworks/research/versions/3/", 404)


# --- who sees what

DRAFT_PAGES = (
    "/frameworks/research/versions/2/",
    "/frameworks/research/versions/2/levels/S5/",
    "/frameworks/research/versions/2/competencies/",
    "/frameworks/research/versions/2/lattice.svg",
    "/frameworks/research/compare/?from=1&to=2",
    "/frameworks/research/compare/?from=2&to=1",
)
OPEN_PAGES = (
    "/frameworks/",
    "/frameworks/research/",
    "/frameworks/research/levels/S5/",
    "/frameworks/research/competencies/",
    "/frameworks/research/competencies/?level=S5&level=P5",
    "/frameworks/research/lattice.svg",
    "/frameworks/research/versions/",
    "/frameworks/research/versions/1/",
    "/frameworks/research/versions/1/levels/S5/",
    "/frameworks/research/versions/1/competencies/",
    "/frameworks/research/versions/1/lattice.svg",
    "/frameworks/research/compare/",
    "/search/",
    "/search/?q=zebrafish",
    "/search/?q=specialist",
    "/search/?q=specialist&framework=research",
)


def test_drafts_are_never_shown_to_employees(hr: User, research: Version, employee_client: Client) -> None:
    secret_draft(research.framework, hr)
    editor = signed_in(hr)
    for address in DRAFT_PAGES:
        assert b"Zebrafish" in editor.get(address).content, address  # nothing an editor left behind is served to others
        assert "Zebrafish" not in page(employee_client, address, 404)
    for address in OPEN_PAGES:
        editor.get(address)
        html = page(employee_client, address)
        assert "Zebrafish" not in html, address
        assert "Edit draft" not in html, address
    assert employee_client.get("/frameworks/research/draft/changes/").status_code == 403
    assert b"Zebrafish" in editor.get("/frameworks/research/draft/changes/").content


def test_a_framework_without_a_published_version_does_not_exist_for_employees(
    plan: FactorPlan, hr: User, employee_client: Client
) -> None:
    draft_framework(by=hr)
    for address in ("", "levels/S5/", "competencies/", "lattice.svg", "versions/", "versions/1/", "compare/"):
        page(employee_client, f"/frameworks/research/{address}", 404)
    assert "Research" not in page(employee_client, "/frameworks/")
    assert employee_client.get("/frameworks/research/draft/changes/").status_code == 404
    answer = signed_in(hr).get("/frameworks/research/")
    assert (answer.status_code, answer["Location"]) == (302, "/frameworks/research/draft/")


def test_an_owner_sees_the_own_draft_and_no_other(plan: FactorPlan, hr: User, employee: User) -> None:
    own = published(hr, owner=employee.employee)
    other = published(hr, "Other")
    secret_draft(own.framework, hr)
    secret_draft(other.framework, hr)
    client = signed_in(employee)
    assert "Zebrafish" in page(client, "/frameworks/research/versions/2/")
    assert "Edit draft" in page(client, "/frameworks/research/")
    page(client, "/frameworks/other/versions/2/", 404)
    assert "Edit draft" not in page(client, "/frameworks/other/")
    html = page(client, "/frameworks/")
    assert html.count("Draft of version 2") == 1


def test_strangers_are_asked_to_sign_in(research: Version, client: Client) -> None:
    for address in (*OPEN_PAGES, *DRAFT_PAGES, "/frameworks/research/draft/changes/"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/?next=/"), address


def test_pages_are_read_not_written(research: Version, employee_client: Client) -> None:
    for address in OPEN_PAGES:
        assert employee_client.post(address).status_code == 405, address


def test_pages_stay_out_of_shared_caches(research: Version, employee_client: Client) -> None:
    for address in OPEN_PAGES:
        answer = employee_client.get(address)
        assert answer["Cache-Control"] == "no-store, private", address
        assert "default-src 'none'" in answer["Content-Security-Policy"].split("; "), address


def test_the_picture_is_a_file_of_its_own(plan: FactorPlan, hr: User, employee_client: Client) -> None:
    published(hr, "Research & <more>")
    answer = employee_client.get("/frameworks/research-more/lattice.svg")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="research-more-lattice-v1.svg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Research & <more>" in "".join(root.itertext())
    assert "Specialist 5" in "".join(root.itertext())


def test_names_of_readers_do_not_mix(hr: User, research: Version, employee_client: Client) -> None:
    for address in ("/frameworks/research/", "/frameworks/research/levels/S5/"):
        one = page(signed_in(hr), address)
        two = page(employee_client, address)
        assert ("Hana Ruiz" in one, "Emil Ployee" in one) == (True, False)
        assert ("Hana Ruiz" in two, "Emil Ployee" in two) == (False, True)


def test_forms_on_a_cached_page_carry_the_readers_own_token(hr: User, research: Version, employee: User) -> None:
    browsers = [Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)]
    tokens = []
    for browser, user in zip(browsers, (hr, employee), strict=True):
        browser.force_login(user, backend="accounts.backends.SignInBackend")
        (token,) = set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page(browser, "/frameworks/research/")))
        tokens.append(token)
    answers = [
        browser.post("/theme/", {"theme": "dark", "csrfmiddlewaretoken": token}).status_code
        for browser, token in zip([*browsers, *browsers], [*tokens, *reversed(tokens)], strict=True)
    ]
    assert answers == [302, 302, 403, 403]


def test_a_new_publication_is_seen_at_once(hr: User, research: Version, employee_client: Client) -> None:
    assert "Specialist 5" in page(employee_client, "/frameworks/research/")
    draft = start_draft(framework=research.framework, by=hr)
    Level.objects.filter(version=draft, code="S5").update(title="Renamed")
    publish_now(draft, hr)
    html = page(employee_client, "/frameworks/research/")
    assert "Renamed" in html
    assert "Version 2, published on" in html


# --- empty pages


def test_empty_pages_say_what_to_do_next(plan: FactorPlan, hr_client: Client, employee_client: Client) -> None:
    assert "HR is still writing them" in page(employee_client, "/frameworks/")
    html = page(hr_client, "/frameworks/")
    assert "Start from a template" in html
    assert 'href="/frameworks/new/"' in html
    assert "Nothing to search yet" in page(employee_client, "/search/")


def test_the_list_shows_drafts_to_editors(hr: User, research: Version, hr_client: Client) -> None:
    start_draft(framework=research.framework, by=hr)
    draft_framework(by=hr, name="Unfinished")
    html = page(hr_client, "/frameworks/")
    assert "Draft of version 2" in html
    assert "Not yet published" in html
    assert 'href="/frameworks/unfinished/draft/"' in html
    Version.objects.filter(framework=research.framework, state="draft").update(
        asked_by=hr, asked_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), asked_revision=0
    )
    assert "Waits for a second person" in page(hr_client, "/frameworks/")


def test_a_card_of_the_list_changes_with_all_that_it_shows(hr: User, research: Version, hr_client: Client) -> None:
    draft, framework = start_draft(framework=research.framework, by=hr), research.framework
    unfinished = draft_framework(by=hr, name="Unfinished")
    account = User.objects.create_user("head@example.org")
    person = EmployeeFactory.create(name="Nora New")
    level = Level.objects.filter(version=unfinished).first()
    assert level is not None
    html = page(hr_client, "/frameworks/")
    levels = Level.objects.filter(version=unfinished).count()
    assert f"{levels} levels" in html
    for rows, change, said in (
        (Framework.objects.filter(pk=framework.pk), {"name": "Renamed"}, "Renamed"),
        (Framework.objects.filter(pk=framework.pk), {"owner_title": "Chief & head"}, "Chief &amp; head"),
        (Employee.objects.filter(owned_frameworks=framework), {"name": "Olga Other"}, "Accountable: Olga Other"),
        (Framework.objects.filter(pk=framework.pk), {"owner": person}, "Accountable: Nora New"),
        (
            Framework.objects.filter(pk=framework.pk),
            {"owner": None, "owner_account": account},
            "Accountable: head@example.org",
        ),
        (User.objects.filter(pk=account.pk), {"name": "Hedda Head"}, "Accountable: Hedda Head"),
        (Version.objects.filter(pk=unfinished.pk), {"summary": "What it is for"}, "What it is for"),
        (Version.objects.filter(pk=draft.pk), {"number": 7}, "Draft of version 7"),
        (Track.objects.filter(version=unfinished, kind="specialist"), {"name": "Experts"}, "Experts · "),
        (Track.objects.filter(version=unfinished, kind="project"), {"position": 99}, "Experts · Influence"),
    ):
        assert said not in html
        rows.update(**change)
        html = page(hr_client, "/frameworks/")
        assert said in html
    level.delete()
    assert f"{levels - 1} levels" in page(hr_client, "/frameworks/")


# --- queries


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/frameworks/", 3),
        ("/frameworks/research/", 4),
        ("/frameworks/research/levels/S5/", 4),
        ("/frameworks/research/competencies/", 3),
        ("/frameworks/research/competencies/?level=S5&level=P5", 3),
        ("/frameworks/research/versions/", 4),
        ("/frameworks/research/versions/1/", 3),
        ("/frameworks/research/compare/?from=1&to=2", 3),
        ("/search/", 3),
        ("/search/?q=specialist", 6),
    ],
)
def test_pages_take_a_fixed_number_of_queries(
    hr: User, research: Version, employee_client: Client, address: str, expected: int
) -> None:
    publish_now(start_draft(framework=research.framework, by=hr), hr)
    small = queries(employee_client, address)
    Framework.objects.filter(pk=research.framework_id).update(slug="small", name="Small")
    for name in ("Research", "Third", "Fourth"):
        large = published(hr, name, degrees=TALL, owner=EmployeeFactory.create())
        publish_now(start_draft(framework=large.framework, by=hr), hr)
    assert (small, queries(employee_client, address)) == (expected, expected)
