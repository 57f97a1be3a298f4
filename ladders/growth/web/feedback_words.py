"""Who reads feedback, in plain words with names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Employee

from ..models import Readers


def reader_words(asker: Employee, manager: Employee | None, *, own: bool = False) -> dict[Readers, str]:
    """What each choice of readers means for what `asker` asks; `own` speaks to them, else to whoever is asked."""
    names = {"asker": asker, "manager": manager}
    if own:
        with_manager = (
            _("You, and %(manager)s, your manager, if you bring it to a talk.")
            if manager
            else _("You, and your manager, once you have one and whoever wrote it agrees.")
        )
        return {
            Readers.ASKER: _("Only you."),
            Readers.MANAGER: with_manager % names,
            Readers.REQUESTS: f"{with_manager % names} "
            + _("And whoever answers a request of yours, HR among them, if you choose it for that request."),
        }
    with_manager = (
        _(
            "%(asker)s, and %(manager)s if %(asker)s brings it to a talk of the two, as long as %(manager)s is the "
            "manager. No later manager."
        )
        if manager
        else _("Only %(asker)s, who reports to nobody here.")
    )
    return {
        Readers.ASKER: _("Only %(asker)s.") % names,
        Readers.MANAGER: with_manager % names,
        Readers.REQUESTS: f"{with_manager % names} "
        + _(
            "And whoever may read a request of %(asker)s for another level, HR among them, if %(asker)s chooses it for that "
            "request. What was sent with a request stays there."
        )
        % names,
    }
