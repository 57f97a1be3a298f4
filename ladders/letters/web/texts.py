"""The texts of letters: reading and changing them, with a sample beside."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.core.access import requires
from ladders.core.errors import StaleError
from ladders.core.form_actions import tell_saved
from ladders.core.kept_choices import choice_of, forget_choices, keep_choice
from ladders.core.permissions import Permission

from ..actions.texts import begin_again, save_text
from ..domain.letters import NAMES, LetterKind, fill_in
from ..models import LetterText
from ..queries.texts import text_of
from ..texts import MEANINGS, SAMPLE
from .forms import LetterTextForm


@require_safe
@requires(Permission.EDIT_MOVE_POLICY)
def text_list(request: HttpRequest) -> HttpResponse:
    """The kinds of letters, and which text was changed: 1 query."""
    written = LetterText.objects.in_bulk()
    return render(
        request, "letters/list.html", {"kinds": [(each, each.label, written.get(each.value)) for each in LetterKind]}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_MOVE_POLICY)
def text_edit(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Change a text; *Show the letter* shows it filled in with made-up names before it is kept, at an address of its own."""
    letter, row = _kind(kind), LetterText.objects.filter(kind=kind).first()
    text = text_of(letter, row)
    looked = choice_of(request)
    sent = looked.copy() if looked is not None else None
    form = LetterTextForm(sent, kind=letter, initial={"text": text, "seen": row.revision if row else 0})
    theirs = ""
    valid, posted = form.is_valid(), request.method == "POST"
    if posted and valid and "look" in request.POST:
        return redirect(keep_choice(request))
    if posted and valid:
        data = form.cleaned_data
        try:
            changed = save_text(kind=letter, text=data["text"], seen=data["seen"], by=request.user)
        except StaleError as stale:
            form.add_error(None, stale.sentence)
            theirs = text
            if sent is not None:
                sent["seen"] = str(row.revision if row else 0)
        else:
            said = _("The text is kept. Letters that were printed before stay as they are.")
            tell_saved(request, said, changed=changed)
            forget_choices(request)
            return redirect("letters")
    shown = form.cleaned_data["text"] if form.is_bound and "text" in getattr(form, "cleaned_data", {}) else text
    context = {
        "title": letter.label,
        "kind": letter,
        "form": form,
        "theirs": theirs,
        "changed": row is not None,
        "names": [(name, MEANINGS[name]) for name in NAMES[letter]],
        "sample": fill_in(shown, {name: str(SAMPLE[name]) for name in NAMES[letter]}),
    }
    return render(request, "letters/edit.html", context, status=422 if posted and form.errors else 200)


@require_POST
@requires(Permission.EDIT_MOVE_POLICY)
def text_restore(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Back to the text that Ladders begins with."""
    begin_again(kind=_kind(kind), by=request.user)
    messages.success(request, _("The letter has the text again that Ladders begins with."))
    return redirect("letters")


def _kind(kind: str) -> LetterKind:
    try:
        return LetterKind(kind)
    except ValueError as unknown:
        raise Http404(_("There is no such letter.")) from unknown
