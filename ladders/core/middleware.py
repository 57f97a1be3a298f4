"""Middleware of our own: health, sign-in by default, confidential answers, history context, expected failures."""

from __future__ import annotations

import logging
from typing import Any, cast

import pghistory
import pghistory.middleware
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, ProgrammingError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .approvals.deeds import AskedSecondPerson
from .errors import DomainError
from .heartbeats import SILENT, Part, silent_for
from .logs import without_telling_addresses
from .middleware_base import Middleware
from .outages import is_busy
from .owner import owns_what_it_uses
from .replica import behind
from .server_log import telling_settings
from .unsent_texts import SIGN_IN_MODULES, browser_of, follow, keep_unsent, page_above
from .views.approvals import tell_waits

logger = logging.getLogger(__name__)


# What `/readyz` says of a part that gives no signs of life, or never gave one.
GONE = {
    Part.WORKER: "no worker gives signs of life: start `celery -A ladders worker`, or read its log",
    Part.BEAT: "no scheduler gives signs of life: start `celery -A ladders beat`, or read its log",
}


def _replica_warnings() -> list[str]:
    try:
        seconds = behind()
    except DatabaseError:
        return ["the read replica does not answer: lists and exports read the primary"]
    if seconds is None or seconds <= settings.REPLICA_SECONDS:
        return []
    return [f"the read replica is {seconds:.0f} seconds behind: lists and exports read the primary"]


class HealthMiddleware(Middleware):
    """`/healthz`: the process answers. `/readyz`: the database answers; a broker that is away, or work that no worker takes
    up, or no worker or scheduler that gives signs of life, is a warning, since the web can do without.

    A middleware, and the first: probes come with any Host header, over plain http, and want no session.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return self._answer(request, {"status": "ok"}, 200)
        if request.path == "/readyz":
            return self._answer(request, *self._ready())
        return self.get_response(request)

    @staticmethod
    def _answer(request: HttpRequest, body: dict[str, Any], status: int) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})

    @staticmethod
    def _ready() -> tuple[dict[str, Any], int]:
        from .jobs import broker_answers, oldest_unstarted, work_waits_since

        try:
            oldest, stuck = oldest_unstarted(), work_waits_since(timezone.now()).first()
            one_role, silent, quoted = owns_what_it_uses(), silent_for(), telling_settings()
        except ProgrammingError:
            return {"status": "unavailable", "database": "not migrated: run `manage.py migrate`"}, 503
        except DatabaseError:
            return {"status": "unavailable", "database": "no answer"}, 503
        warnings = [] if broker_answers() else ["the broker does not answer: background work waits until it does"]
        if stuck:
            warnings.append("no worker takes up background work: start `celery -A ladders worker`, or read its log")
        if one_role:
            warnings.append("one database role runs and owns everything: set DATABASE_OWNER_URL and run migrate")
        if quoted:
            warnings.append(f"the database server logs private values: {', '.join(quoted)}; see docs/operations.md")
        warnings += _replica_warnings()
        warnings += [said for part, said in GONE.items() if (age := silent[part]) is None or age > SILENT]
        seconds = int((timezone.now() - oldest).total_seconds()) if oldest else 0
        # Still 200: pages can be read, and whoever restarts the web on a failed probe would mend nothing.
        status = "degraded" if warnings else "ok"
        found = {"status": status, "database": "ok", "oldest_waiting_job_seconds": seconds}
        found |= {f"{part}_silent_seconds": age for part, age in silent.items()}
        return found | {"warnings": warnings}, 200


class ConfidentialMiddleware(Middleware):
    """HR data stays out of shared and browser caches: every page is `no-store` unless the view said otherwise."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class ReadableMiddleware(Middleware):
    """Answers 400 where an address or a form holds a NUL byte: nobody types one, and the database stores none."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Look at all texts that were sent, not at files."""
        sent = [
            request.path,
            *(text for query in (request.GET, request.POST) for _, each in query.lists() for text in each),
        ]
        return render(request, "400.html", status=400) if any("\0" in text for text in sent) else None


class SignInRequiredMiddleware(Middleware):
    """Every view needs a sign-in unless it is marked `open_to_all` or belongs to allauth's own sign-in pages."""

    OPEN_MODULES = (SIGN_IN_MODULES, "django.contrib.staticfiles")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        follow(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Send strangers to the sign-in page, and remember where they wanted to go and what they typed."""
        if (
            request.user.is_authenticated
            or getattr(view, "open_to_all", False)
            or view.__module__.startswith(self.OPEN_MODULES)
        ):
            return None
        kept = request.method == "POST" and keep_unsent(request, browser_of(request)[0])
        if sentence := self._session_ended(request):
            messages.info(request, sentence)
        answer = redirect_to_login(reverse("unsent") if kept else request.get_full_path(), settings.LOGIN_URL)
        if request.headers.get("HX-Request"):
            # A fragment cannot show a sign-in page: let htmx load the page anew, or the one that has what was typed.
            lead = {"HX-Redirect": answer["Location"]} if kept else {"HX-Refresh": "true"}
            return HttpResponse(status=401, headers=lead)
        return cast(HttpResponseBase, answer)

    @staticmethod
    def _session_ended(request: HttpRequest) -> str:
        """What to tell somebody who was signed in here a moment ago; "" for whoever was not, or has signed out."""
        if said := getattr(request, "session_ended", ""):
            return str(said)
        gone = request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty()
        return _("You are no longer signed in here. Sign in again to go on.") if gone and browser_of(request)[0] else ""


class DeedAddressMiddleware(Middleware):
    """The address of a deed, opened in a browser, leads to the page it belongs to. It happens after signing in, and with
    an address that was reloaded or copied.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and request.method in ("GET", "HEAD") and request.path != "/":
            return redirect(page_above(request.path))
        return response


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Who and where of every change, for the history tables."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The user's id and the path; never a query string or a body, and no path that tells where somebody wants to go."""
        url = without_telling_addresses(request.path)
        return {"user": request.user.pk if request.user.is_authenticated else None, "url": url}


class DomainErrorMiddleware(Middleware):
    """An expected failure that no view turned into a message becomes a page (or fragment) with its sentence, status 409.

    So does waiting too long for a row that somebody else is writing: the transaction is undone, nothing is half done. What
    waits for a second person leads to its page.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Show the sentence, or what waits."""
        if isinstance(exception, AskedSecondPerson):
            return tell_waits(request, exception.approval)
        if is_busy(exception):
            logger.warning("%s waited too long for a lock", without_telling_addresses(request.path))
            sentence = _("Somebody else is saving the same thing at this moment. Nothing was changed. Try again.")
        elif isinstance(exception, DomainError):
            sentence = exception.sentence
        else:
            return None
        return render(request, "409.html", {"sentence": sentence}, status=409)
