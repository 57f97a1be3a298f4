"""What is done with several people of the list at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from accounts.models import Employee
from ladders.core.access import requires
from ladders.core.lists.page import open_list
from ladders.core.permissions import Permission
from ladders.core.views.many import do_many, list_query

from ..queries.people import people_asked
from .people_filter import asked_of, day_of
from .people_list import PEOPLE
from .several import ACTIONS


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PLACE_PEOPLE)
def people_several(request: HttpRequest) -> HttpResponseBase:
    """What is done with the rows selected on the list of people, or with all that it was narrowed to."""
    reach = Employee.objects.visible_to(request.user) & Employee.objects.within(request.user, Permission.PLACE_PEOPLE)
    asked = asked_of(request.GET, open_list(request, PEOPLE).order)
    people = people_asked(reach.exclude(user=request.user.pk), asked, day_of(request.GET))
    rows = people.order_by("sort_name", "pk")
    return do_many(
        request, rows, ACTIONS, back=f"{reverse('people')}{list_query(request)}", crumb=("people", lazy("People"))
    )
