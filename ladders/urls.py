"""Which address leads to which room."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("ladders.core.urls")),
    path("", include("accounts.urls")),
    path("", include("ladders.demo.web.urls")),
    path("", include("ladders.impact.web.urls")),
    path("", include("ladders.setup.web.urls")),
    path("", include("ladders.privacy.web.urls")),
    path("", include("ladders.exchange.people.urls")),
    path("", include("ladders.exchange.urls")),
    path("", include("ladders.dates.web.urls")),
    path("", include("ladders.letters.web.urls")),
    path("", include("ladders.reason_files.web.urls")),
    path("", include("ladders.pay_information.web.urls")),
    path("", include("ladders.remedies.web.urls")),
    path("", include("ladders.pay_reports.web.urls")),
    path("", include("ladders.insights.web.urls")),
    path("", include("ladders.growth.web.urls")),
    path("", include("ladders.moves.web.urls")),
    path("", include("ladders.careers.web.urls")),
    path("", include("ladders.reporting.web.urls")),
    path("", include("ladders.compensation.web.urls")),
    path("", include("ladders.frameworks.web.urls")),
]

handler400 = "ladders.core.views.pages.bad_request"
handler403 = "ladders.core.views.pages.forbidden"
handler404 = "ladders.core.views.pages.not_found"
handler500 = "ladders.core.views.pages.server_error"
