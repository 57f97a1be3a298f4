"""Which address leads to which room."""

from importlib import import_module

from ladders.core.routing import Routes

ROOMS = (
    "ladders.core.urls",
    "accounts.urls",
    "ladders.demo.web.urls",
    "ladders.impact.web.urls",
    "ladders.setup.web.urls",
    "ladders.privacy.web.urls",
    "ladders.exchange.people.urls",
    "ladders.exchange.urls",
    "ladders.dates.web.urls",
    "ladders.letters.web.urls",
    "ladders.reason_files.web.urls",
    "ladders.pay_information.web.urls",
    "ladders.remedies.web.urls",
    "ladders.pay_reports.web.urls",
    "ladders.insights.web.urls",
    "ladders.growth.web.urls",
    "ladders.moves.web.urls",
    "ladders.careers.web.urls",
    "ladders.reporting.web.urls",
    "ladders.compensation.web.urls",
    "ladders.frameworks.web.urls",
)

routes = [route for room in ROOMS for route in import_module(room).urlpatterns]
urlpatterns = [Routes(routes)]

handler400 = "ladders.core.views.pages.bad_request"
handler403 = "ladders.core.views.pages.forbidden"
handler404 = "ladders.core.views.pages.not_found"
handler500 = "ladders.core.views.pages.server_error"
