"""Taking back what was done to several at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ..batches import BATCH_KINDS, TakenBack, take_back
from ..form_actions import told_refusals
from ..lists.page import as_left
from ..models import Batch

NAMED = 20


@require_POST
def take_back_batch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Only whoever did it; what somebody built on stays, and is named. Back to the list, as it was left."""
    batch = get_object_or_404(Batch, pk=pk, made_by=request.user.pk, kind__in=BATCH_KINDS)
    page = as_left(request, BATCH_KINDS[batch.kind].page_of(batch))
    with told_refusals(request):
        _tell(request, take_back(batch=batch, by=request.user))
    return redirect(page)


def _tell(request: HttpRequest, done: TakenBack) -> None:
    if not done.count and not done.kept:
        messages.info(request, _("This was taken back already. Nothing was changed."))
        return
    said = ngettext("Taken back for %(count)s.", "Taken back for %(count)s.", done.count) % {"count": f"{done.count:,}"}
    messages.success(request, said)
    if done.waits:
        said = ngettext("%(n)s of them waits", "%(n)s of them wait", done.waits) % {"n": done.waits}
        messages.info(request, _("%(said)s for a second person.") % {"said": said})
    if done.kept:
        more = len(done.kept) - NAMED
        names = ", ".join(done.kept[:NAMED]) + (" " + _("and %(n)s more") % {"n": more} if more > 0 else "")
        messages.warning(
            request, _("These stay, because something was built on it since: %(names)s.") % {"names": names}
        )
