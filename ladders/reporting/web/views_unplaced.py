"""People without a level: proposals with their reasons, accepted by group, changed, or left for later; placed at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Employee
from ladders.compensation.queries.readers import sees_others
from ladders.core.access import requires
from ladders.core.batches import latest
from ladders.core.form_actions import refusals_on
from ladders.core.kept_choices import choice_of, forget_choice, keep_choice
from ladders.core.lists.page import page_queries
from ladders.core.permissions import Permission
from ladders.core.selection import mark_of
from ladders.core.views.many import list_query
from ladders.frameworks.models import Level
from ladders.placements.actions.batches import PLACED, place_many
from ladders.placements.choices import label, levels_called, open_levels
from ladders.placements.domain.level_evidence import Confidence
from ladders.placements.forms import BulkForm
from ladders.placements.jobs import LARGE, have_placed
from ladders.placements.queries import look_again

from ..queries.people import PAGE, PeopleFilter, names_of
from ..queries.proposals import Proposals, Proposed, people_by_group
from ..queries.unplaced_people import UnplacedGroup, groups_of, members, number_on_purpose, one_line, people_of, some

NAMES = 5  # shown of each line before anything is written
LISTED = 300  # who can be taken out of a line one by one, before it is placed
Line = UnplacedGroup | int
Row = tuple[Any, str, str, Proposed | None]  # group or person, name of the field, what stands in it, what is proposed

SECTIONS: dict[Confidence, tuple[Promise, Promise]] = {
    Confidence.CLEAR: (lazy("Clear"), lazy("Filled in. Change or empty what you see differently.")),
    Confidence.LIKELY: (lazy("Likely"), lazy("Tick what is right, or accept all of them.")),
    Confidence.POSSIBLE: (lazy("Worth a look"), lazy("Little speaks for these. Tick one, or choose yourself.")),
    Confidence.NONE: (lazy("For you to choose"), lazy("Nothing here says which level it is.")),
}
LINES, ASIDE = ("level-", "group-"), "aside-"  # how the names of fields begin
ALONE = lazy("Tick it where it is right, or choose yourself.")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one confidence. `accept`: the value of the button that takes all their proposals; "" for none."""

    title: str
    about: str
    accept: str
    rows: list[Row]
    people: int


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PLACE_PEOPLE)
def unplaced(request: HttpRequest) -> HttpResponseBase:
    """People without a level, by job title and department or one by one, each with a proposal where something speaks for one.

    What is chosen for a title and department holds for everybody who has them. What was chosen is shown with the people it
    touches before anything is written (`step`: nothing, "back" or "confirm"); some of them can be left out there.
    """
    sent = choice_of(request)
    page = _Page(request, {label(level): level for level in open_levels()}, sent or QueryDict())
    form = BulkForm(sent)
    chosen = page.chosen() if sent is not None else {}
    step, posted = page.sent.get("step", ""), request.method == "POST"
    if posted and step == "back":
        return redirect(keep_choice(request))
    if sent is not None and step != "back":
        picked = page.picked(form, chosen)
        if form.is_valid():
            if posted and step != "confirm":
                return redirect(keep_choice(request))
            answer = page.preview_or_place(form, picked, confirmed=posted and step == "confirm")
            if answer is not None:
                return answer
    stands = page.aside | chosen
    context = {"form": form, "levels": list(page.levels), "asked": page.asked, "page": PAGE, **page.lines(stands)}
    context |= {
        **page.other_way(),
        "batches": latest(request.user, PLACED),
        "may_use_pay": sees_others(request.user),
        "with_pay": page.with_pay,
        "kept": page.kept(),
        "on_purpose": number_on_purpose(request.user, page.asked, page.today),
        "some_query": page.among_people("unplaced"),
        "on_purpose_query": page.among_people("on_purpose"),
    }
    return render(request, "reporting/unplaced.html", context, status=422 if step != "back" and form.errors else 200)


def _not_one(text: str, called: list[str]) -> str:
    """Why what was typed is not one level."""
    if not called:
        return _("“%(text)s” is no level of the list. Choose one of those suggested.") % {"text": text}
    words = {"text": text, "levels": _(" or ").join(called[:NAMES])}
    return _("“%(text)s” could be %(levels)s. Choose one of those suggested.") % words


class _Page:
    """One request: what the list is narrowed to, the levels that can be chosen, and what is `sent`."""

    def __init__(self, request: HttpRequest, levels: dict[str, Level], sent: QueryDict) -> None:
        self.request, self.levels, self.sent = request, levels, sent
        self.asked: PeopleFilter = some(request.GET)
        self.line = one_line(request.GET)
        self.today: dt.date = timezone.localdate()
        self.aside: dict[str, str] = {}
        self.with_pay = bool(request.GET.get("pay")) and sees_others(request.user)

    def kept(self) -> str:
        """What the link of a line goes on with: who is looked for, and that pay counts."""
        return urlencode({name: text for name, text in (("q", self.asked.words), ("pay", "1" * self.with_pay)) if text})

    def among_people(self, state: str) -> str:
        """What finds people of this state on the list of people, narrowed by words and department as the page is."""
        kept = {"state": state, "department": self.asked.department, "q": self.asked.words}
        return urlencode({name: text for name, text in kept.items() if text})

    def other_way(self) -> dict[str, Any]:
        """Whether people are listed one by one (`single`), and where they are the other way."""
        asked = self.asked
        if asked.title is not None:
            return {"single": True, "line": self.line, "other_way": "", "other_words": _("By job title")}
        kept = {"department": asked.department, "q": asked.words}
        query = urlencode({"title": ""} | {name: value for name, value in kept.items() if value})
        return {"single": False, "other_way": query, "other_words": _("One by one")}

    def chosen(self) -> dict[str, str]:
        """Name of the field → what was typed in it; where it was left blank the proposal that was ticked, or is accepted.

        Whoever accepts a section chooses nothing of the others: what stands there is kept `aside`, and shown with the page again.
        """
        post = self.sent
        fields = {name: str(text).strip() for name, text in post.items() if name.startswith(LINES)}
        chosen = {name: text or post.get(f"take-{name}", "") for name, text in fields.items()}
        aside = {name.removeprefix(ASIDE): str(text) for name, text in post.items() if name.startswith(ASIDE)}
        if accept := post.get("accept", ""):
            accepted = {
                row[1]: row[3].level for row in self._rows({})[0] if row[3] and row[3].confidence.name == accept
            }
            aside |= {name: text for name, text in chosen.items() if name not in accepted}
            chosen = {name: chosen.get(name) or level for name, level in accepted.items()}
        self.aside = aside
        return chosen

    def picked(self, form: BulkForm, chosen: dict[str, str]) -> dict[Line, Level]:
        """The lines for which a level was chosen; what cannot be read is said in the form."""
        wrong = ""
        picked: dict[Line, Level] = {}
        for name, text in chosen.items():
            if not text:
                continue
            kind, _sep, rest = name.partition("-")
            line: Line | None = UnplacedGroup.read(rest) if kind == "group" else None
            if kind == "level" and rest.isascii() and rest.isdigit() and len(rest) < 19:
                line = int(rest)
            called = levels_called(text, self.levels)
            if len(called) != 1:
                wrong = wrong or _not_one(text, called)
            elif line is not None:
                picked[line] = self.levels[called[0]]
        if wrong:
            form.add_error(None, wrong)
        elif not picked:
            form.add_error(None, _("Choose a level for at least one line."))
        return picked

    def preview_or_place(
        self, form: BulkForm, picked: dict[Line, Level], *, confirmed: bool
    ) -> HttpResponseBase | None:
        """The page that shows who would be placed; once that was confirmed and is still so, place them. None: refused."""
        starts_on = form.cleaned_data["starts_on"]
        people = members(self.request.user, self.asked, self.today, list(picked))
        choices = {person.pk: picked[line] for line, found in people.items() for person in found}
        seen = mark_of(f"{person}:{level.key}" for person, level in choices.items())
        out = {int(pk) for pk in self.sent.getlist("out") if pk.isascii() and pk.isdigit() and len(pk) < 19}
        left = {person: level for person, level in choices.items() if person not in out}
        if confirmed and choices and not left:
            form.add_error(None, _("You left everybody out, so nobody was placed."))
            return None
        if confirmed and choices and self.sent.get("seen", "") == seen:
            return self._place(form, left, starts_on)
        context = {
            "lines": self._preview(picked, people, out),
            "count": len(choices),
            "seen": seen,
            "changed": confirmed,
            "starts_on": starts_on,
            "out": out,
            "fields": [
                (line.name if isinstance(line, UnplacedGroup) else f"level-{line}", label(picked[line]))
                for line in picked
            ],
            "aside": [(f"{ASIDE}{name}", text) for name, text in self.aside.items()],
        }
        return render(self.request, "reporting/placing_preview.html", context)

    def _place(self, form: BulkForm, choices: dict[int, Level], starts_on: dt.date) -> HttpResponseBase | None:
        user = self.request.user
        if len(choices) >= LARGE:
            job = have_placed(choices=choices, starts_on=starts_on, by=user)
            forget_choice(self.request)
            return redirect("job", job.pk)
        with refusals_on(form):
            batch = place_many(choices=choices, starts_on=starts_on, by=user)
            said = ngettext("%(count)s person holds a level now.", "%(count)s people hold a level now.", len(choices))
            messages.success(self.request, said % {"count": len(choices)})
            forget_choice(self.request)
            return redirect(f"{self.request.path}{list_query(self.request)}#batch-{batch.pk}")
        return None

    def _preview(
        self, picked: dict[Line, Level], people: dict[Line, list[Employee]], out: set[int]
    ) -> list[dict[str, Any]]:
        """Each line with its level and its people; whose pay stands out first, where pay counts. `out`: left out already."""
        levels = picked.values()
        proposals = Proposals(self.request.user, {label(each): each for each in levels}, (), self.today)
        if self.with_pay:
            proposals.look_at_pay([each.pk for found in people.values() for each in found])
        lines = []
        for line, found in people.items():
            listed = [(each, proposals.outside(picked[line], each.pk)) for each in found]
            listed.sort(key=lambda each: not each[1])
            others = [each for each in listed[:LISTED] if not each[1]]
            lines.append(
                {
                    "line": line,
                    "level": picked[line],
                    "count": len(found),
                    "first": [each.name for each, _odd in listed[:NAMES]],
                    "more": len(found) - NAMES,
                    "standing_out": [each for each in listed[:LISTED] if each[1]],
                    "others": others,
                    "others_out": any(each.pk in out for each, _odd in others),
                    "unlisted": max(len(found) - LISTED, 0),
                    "odd": sum(bool(odd) for _each, odd in listed),
                }
            )
        return lines

    def lines(self, chosen: dict[str, str]) -> dict[str, Any]:
        """What stands on the page: its lines by how sure their proposal is."""
        rows, context = self._rows(chosen)
        rows.sort(key=lambda row: -(row[3].confidence if row[3] else Confidence.NONE))
        sections = []
        for confidence, (title, about) in SECTIONS.items():
            own = [row for row in rows if (row[3].confidence if row[3] else Confidence.NONE) == confidence]
            several = confidence == Confidence.LIKELY and len(own) > 1
            people = sum(getattr(row[0], "people", 1) for row in own)
            if own:
                about = ALONE if confidence == Confidence.LIKELY and not several else about
                sections.append(Section(str(title), str(about), confidence.name if several else "", own, people))
        return context | {
            "rows": rows,
            "sections": sections,
            "departments": names_of(self.request.user, "department")[0],
        }

    def _rows(self, chosen: dict[str, str]) -> tuple[list[Row], dict[str, Any]]:
        user, asked, today = self.request.user, self.asked, self.today
        context: dict[str, Any] = {}
        if asked.title is None:
            groups, context["further_groups"], context["number"] = groups_of(user, asked, today)
            named: list[tuple[Any, str, str, str]] = [(each, each.name, each.title, each.department) for each in groups]
            whose = people_by_group(user, asked, today, groups) if self.with_pay else {}
        else:
            people, after, context["number"] = people_of(user, asked, today, self.line)
            named = [(each, f"level-{each.pk}", each.job_title, each.department) for each in people]
            whose = {}
            context |= page_queries(self.request.GET, None, after)
            context["look_again"] = look_again([each.pk for each in people], today)
        proposals = Proposals(
            user, self.levels, [(title, department) for _each, _name, title, department in named], today
        )
        if self.with_pay:
            ids = [pk for each in whose.values() for pk in each]
            proposals.look_at_pay(ids or [each.pk for each, *_rest in named if isinstance(each, Employee)])
        rows: list[Row] = []
        for each, name, title, department in named:
            own = [each.pk] if isinstance(each, Employee) else whose.get((title, department), ())
            found = proposals.of(title, department, own)
            rows.append((each, name, chosen.get(name, found.level if found and found.sure else ""), found))
        return rows, context
