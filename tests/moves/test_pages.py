"""The pages of moves, as everybody whom a request concerns and as everybody whom it does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ladders.moves.actions.effects import run_effects
from ladders.moves.models import FollowUp, MoveRequest, Notice
from ladders.moves.web.presentation import terms_of
from tests.conftest import signed_in
from tests.list_files import fetched, rows_of
from tests.pages import assert_clean, squeezed

from .company import EVIDENCE, Company, fresh, now_open

pytestmark = pytest.mark.django_db


def browser(firm: Company, name: str) -> Client:
    """Somebody's browser."""
    return signed_in(firm.user(name))


def url(name: str, row: MoveRequest, *more: Any) -> str:
    """An address of a request."""
    return reverse(name, args=[row.pk, *more])


def deed(client: Client, row: MoveRequest, name: str, **data: Any) -> Any:
    """Do something on the page of a request, as its form would send it."""
    return client.post(url("move-deed", row, name), {f"{name}-{key}": value for key, value in data.items()})


def ask(client: Client, firm: Company, *, code: str = "S5", **data: Any) -> Any:
    """Fill in the form on the page with the terms."""
    given = {f"given_{number}": text for number, text in enumerate(EVIDENCE)}
    return client.post(reverse("move-ask", args=[firm.level(code).key]), given | data)


def text_of(response: Any) -> str:
    """What is on the page."""
    return str(squeezed(response))


def test_a_step_back_from_the_terms_to_the_day(firm: Company) -> None:
    today = timezone.localdate()
    pia, mia, otto, henry = (browser(firm, name) for name in ("pia", "mia", "otto", "henry"))
    page = pia.get(reverse("move-ask", args=[firm.level("S5").key]))
    assert_clean(page)
    assert "€" not in text_of(page)  # the band of grade 5 is not hers to see; she reads what it does before sending
    assert MoveRequest.objects.count() == 0  # looking keeps nothing
    until = today + dt.timedelta(days=90)
    why: dict[str, Any] = {"why-reason": "Family", "why-readers": [firm.user("mia").pk], "why-delete_on": until}
    sent = ask(pia, firm, first_ear="manager", **why)
    row = MoveRequest.objects.get()
    assert (sent.status_code, sent.headers["Location"], row.state) == (302, url("move-send", row), "draft")
    for client in (mia, otto, henry):
        assert client.get(url("move", row)).status_code == 404  # a draft is its author's
    page = pia.get(url("move-send", row))
    assert_clean(page)
    assert "€11,000 above the maximum of grade 5" in text_of(page)
    seen = page.context["seen"]
    assert pia.post(url("move-send", row), {"seen": seen}).headers["Location"] == url("move", row)
    assert fresh(row).state == "submitted"
    assert_clean(pia.get(url("move", row)))
    assert_clean(pia.get(reverse("my-moves")))
    assert henry.get(url("move", row)).status_code == 404  # the manager hears first

    page = mia.get(url("move", row))
    assert_clean(page)
    named = dt.date.fromisoformat(row.terms["on"]) if (row := fresh(row)).terms else None
    assert page.context["release"]["on"].value() == named  # nothing is wished for: no hasty click means another day
    assert "110,000" not in text_of(page)  # managers do not see pay here
    assert "Family" in text_of(page)
    assert "Their pay stays as it is for 12 months." in text_of(page)
    assert_clean(mia.get(reverse("moves-inbox")))
    on = today + dt.timedelta(days=7)
    assert deed(mia, row, "release", on=on).status_code == 302
    page = otto.get(url("move", row))
    assert_clean(page)
    assert "Family" not in text_of(page)  # it does not travel
    assert "110,000" not in text_of(page)
    assert deed(otto, row, "approve").status_code == 302
    page = henry.get(url("move", row))
    assert_clean(page)
    assert "Their pay now: €110,000 for a year." in text_of(page)
    assert "They may return to S6 Specialist 6 until" in text_of(page)
    assert "Family" not in text_of(page)
    assert page.context["confirm"]["currency"].value() == "EUR"
    salary = '<details class="moves-more"><summary>Set a salary</summary>'
    assert salary in squeezed(page)
    wrong = deed(henry, row, "confirm", on=on, fte="1", basis="year", currency="EUR", amount="much")
    assert wrong.status_code == 422
    assert salary.replace('"moves-more"', '"moves-more" open') in squeezed(wrong)
    untouched = deed(henry, row, "confirm", on="", fte="1", basis="year", currency="EUR")
    assert untouched.status_code == 422
    assert salary in squeezed(untouched)
    assert deed(henry, row, "confirm", on=on, fte="1").status_code == 302
    row = fresh(row)
    assert (row.state, row.agreed_on, row.offered_on) == ("approved", None, on)  # the terms named another day
    assert_clean(pia.get(url("move", row)))
    assert deed(pia, row, "accept-day", seen=on).status_code == 302
    row = fresh(row)
    assert (row.state, row.agreed_on) == ("scheduled", on)
    assert_clean(henry.get(reverse("moves-all")))
    assert_clean(henry.get(reverse("moves-follow-ups")))
    assert_clean(pia.get(reverse("notices")))
    assert_clean(pia.get(reverse("notice-settings")))


def test_hr_hears_first_where_the_author_wants_it(firm: Company) -> None:
    pia, mia, henry = (browser(firm, name) for name in ("pia", "mia", "henry"))
    ask(pia, firm, first_ear="hr")
    row = MoveRequest.objects.get()
    page = pia.get(url("move-send", row))
    whos = [each.who for each in page.context["sees"]]
    assert whos[1] == "Henry Lab, Hana Lead (HR)"
    assert whos.index("Henry Lab, Hana Lead (HR)") < whos.index("Mia Nager (your manager)")
    pia.post(url("move-send", row), {"seen": page.context["seen"]})
    assert henry.get(url("move", row)).status_code == 200
    assert mia.get(url("move", row)).status_code == 404
    assert Notice.objects.filter(recipient=firm.user("mia")).count() == 0


def test_a_reason_needs_readers_and_a_day(firm: Company) -> None:
    pia = browser(firm, "pia")
    answer = ask(pia, firm, first_ear="manager", **{"why-reason": "Family"})
    assert (answer.status_code, MoveRequest.objects.count()) == (422, 0)
    assert "Say who may read it" in text_of(answer)
    assert "Family" in text_of(answer)  # what was typed is kept
    others: dict[str, Any] = {"why-others": "nobody@example.org", "why-delete_on": timezone.localdate()}
    answer = ask(pia, firm, first_ear="manager", **others, **{"why-reason": "Family"})
    assert (answer.status_code, MoveRequest.objects.count()) == (422, 0)
    assert "Nobody here has the address" in text_of(answer)


def test_a_draft_can_be_kept_changed_and_deleted_without_a_trace(firm: Company) -> None:
    pia = browser(firm, "pia")
    answer = ask(pia, firm, first_ear="hr", later="1")
    assert answer.headers["Location"] == reverse("my-moves")
    row = MoveRequest.objects.get()
    assert pia.get(reverse("move-ask", args=[row.to_key])).headers["Location"] == url("move-draft", row)
    wished = timezone.localdate() + dt.timedelta(days=60)
    pia.post(url("move-draft", row), {"first_ear": "manager", "wished_on": wished})
    assert (fresh(row).first_ear, fresh(row).wished_on) == ("manager", wished)
    late = pia.post(url("move-draft", row), {"first_ear": "manager", "wished_on": "2020-01-01"})
    assert late.status_code == 422
    assert list(late.context["form"].errors) == ["wished_on"]  # said beside the day
    assert pia.post(url("move-discard", row)).headers["Location"] == reverse("my-moves")
    assert (MoveRequest.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_draft_that_leads_nowhere_says_so_and_can_be_deleted(firm: Company) -> None:
    row = firm.draft("S5", timezone.localdate())
    there = firm.level("S5")
    firm.pia.placements.update(level=there, level_key=there.key)
    page = browser(firm, "pia").get(url("move-draft", row))
    assert_clean(page)
    assert "You hold this level already" in text_of(page)
    assert "Delete the draft" in text_of(page)


def test_without_a_level_there_is_nothing_to_ask_for(firm: Company) -> None:
    page = browser(firm, "greta").get(reverse("move-ask", args=[firm.level("S5").key]))
    assert_clean(page)
    assert "You hold no level yet" in text_of(page)
    assert browser(firm, "greta").post(reverse("move-ask", args=[firm.level("S5").key])).status_code == 409
    assert MoveRequest.objects.count() == 0


def test_hr_hears_first_and_is_offered_the_day_that_was_read_before_sending(firm: Company) -> None:
    pia, henry = browser(firm, "pia"), browser(firm, "henry")
    ask(pia, firm, first_ear="hr")
    row = MoveRequest.objects.get()
    pia.post(url("move-send", row), {"seen": pia.get(url("move-send", row)).context["seen"]})
    told = terms_of(fresh(row), timezone.localdate())
    assert told is not None
    assert told.on > timezone.localdate()
    assert henry.get(url("move", row)).context["confirm"].initial["on"] == told.on


def test_checklists_stand_move_by_move_with_what_was_promised(firm: Company) -> None:
    firm.scheduled("S5")
    run_effects(dt.date(2026, 4, 1))
    lines = FollowUp.objects.count()
    page = browser(firm, "henry").get(reverse("moves-follow-ups"))
    assert_clean(page)
    (move,) = page.context["moves"]
    assert [each.due_on for each, _words, _late in move.lines] == sorted(
        FollowUp.objects.values_list("due_on", flat=True)
    )
    said = squeezed(page)
    assert lines > 3
    assert said.count("What was promised") == 1
    assert "Step back, S6 Specialist 6 → S5 Specialist 5, on 1 April 2026" in said
    assert "110,000" not in said  # amounts stand with the request itself


def test_checklists_are_narrowed_sorted_and_taken_as_seen(firm: Company) -> None:
    firm.scheduled("S5")
    run_effects(dt.date(2026, 4, 1))
    henry = browser(firm, "henry")
    due = dict(FollowUp.objects.values_list("what", "due_on"))
    page = henry.get(reverse("moves-follow-ups"), {"what": "letter"})
    assert [item.what for move in page.context["moves"] for item, _words, _late in move.lines] == ["letter"]
    page = henry.get(reverse("moves-follow-ups"), {"sort": "-due"})
    assert [item.due_on for move in page.context["moves"] for item, _words, _late in move.lines] == sorted(
        due.values(), reverse=True
    )
    assert_clean(henry.get(reverse("moves-follow-ups"), {"sort": "who", "columns": "department"}))
    overdue = henry.get(reverse("moves-follow-ups"), {"only": "overdue"}).context["number"]
    assert overdue == sum(day < timezone.localdate() for day in due.values())
    rows = rows_of(fetched(henry, "checklists", "what=letter"))
    assert rows[0][:3] == ("Employee number", "Name", "Department")
    assert [(row[1], row[7], row[8].date()) for row in rows[1:]] == [
        (firm.pia.name, "Send the letter with level, title, day and pay", due["letter"])
    ]
    item = FollowUp.objects.get(what="letter")
    done = henry.post(reverse("moves-follow-up", args=[item.pk]), {"list": "sort=-due&nonsense=1"})
    assert done["Location"] == f"{reverse('moves-follow-ups')}?sort=-due"
    back = henry.post(reverse("moves-follow-up", args=[item.pk]), {"list": "plain=1"})
    assert back["Location"] == f"{reverse('moves-follow-ups')}?plain=1"  # and not what a filter of hers opens
    assert henry.get(reverse("moves-follow-ups")).context["number"] == len(due) - 1


def test_checklists_come_page_by_page(firm: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ladders.moves.web.views.hr_lists.MOST", "ladders.moves.queries.hr_lists.MOST"):
        monkeypatch.setattr(name, 2)
    firm.scheduled("S5")
    run_effects(dt.date(2026, 4, 1))
    henry = browser(firm, "henry")
    for sort in ("due", "-due", "who", "-who"):
        seen: list[int] = []
        query = f"sort={sort}"
        while query:
            page = henry.get(f"{reverse('moves-follow-ups')}?{query}")
            seen += [item.pk for move in page.context["moves"] for item, _words, _late in move.lines]
            query = page.context["following"]
        assert sorted(seen) == sorted(FollowUp.objects.values_list("pk", flat=True))


def test_whoever_answers_reads_kind_and_levels_in_the_list(firm: Company) -> None:
    row = firm.asked("S5")
    assert now_open(row).decider == firm.user("mia")
    said = squeezed(browser(firm, "mia").get(reverse("moves-inbox")))
    assert "Step back, S6 Specialist 6 → S5 Specialist 5" in said


def test_who_has_an_open_request_is_told_before_they_fill_in_another_and_is_not_offered_to_send_it(
    firm: Company,
) -> None:
    row = firm.draft("P6")
    pages = [
        reverse("move-ask", args=[firm.level("M6").key]),
        *(reverse(n, args=[row.pk]) for n in ("move-draft", "move-send")),
    ]
    told, send = "You have an open request already. This can be kept as a draft", "Send the request</button>"

    def seen() -> list[tuple[bool, bool]]:
        client = signed_in(firm.user("pia"))
        found = [client.get(page).content.decode() for page in pages]
        return [(told in " ".join(html.split()), send in html) for html in found]

    assert seen() == [(False, False), (False, False), (False, True)]
    sent = firm.asked("S5")
    assert seen() == [(True, False)] * 3
    assert f'href="{reverse("move", args=[sent.pk])}"' in signed_in(firm.user("pia")).get(pages[0]).content.decode()
