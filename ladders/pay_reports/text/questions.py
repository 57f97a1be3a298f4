"""What each answer to an open question of method changes, for whoever chooses."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANGES: dict[str, Promise] = {
    "basis": _(
        "Both are worked out and printed. This one decides which categories have to be explained. An hour’s pay takes working "
        "time out of the comparison; people without paid hours are left out of it."
    ),
    "variable_population": _(
        "Both are printed. Over everybody, it counts who gets any at all; over those who receive some, only how much. The two "
        "can point in opposite directions."
    ),
    "even_median": _("It matters only where the two amounts in the middle lie far apart, in small groups."),
    "remainder": _("It moves at most one person between neighbouring quarters."),
    "part_of_year": _(
        "As it was paid, people who joined in autumn look poorly paid. Scaled, a bonus of a whole year is scaled along. "
        "An hour’s pay needs none of this."
    ),
    "movers": _("Without them there are fewer people, and none whose year has to be scaled."),
    "snapshot": _("By one day, whoever left before it or came after it is left out, with all that they were paid."),
}
WORTH_QUESTION = _("By what does work count as equal in the adjusted gap?")
WORTH_CHANGES = _(
    "Points tell people of one grade apart, and leave out whose level has none. The grade takes everybody whose level has one."
)
