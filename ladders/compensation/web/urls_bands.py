"""Addresses of zones, bands, supplements and exceptions."""

from __future__ import annotations

from django.urls import path

from .views import deviations, structure, zones

urlpatterns = [
    path("bands/", zones.zone_list, name="bands"),
    path("bands/rules/", zones.policy, name="pay-policy"),
    path("bands/zones/new/", zones.zone_new, name="zone-new"),
    path("bands/changes/<int:pk>/", structure.change, name="band-change"),
    path("bands/supplements/", deviations.supplements, name="supplements"),
    path("bands/supplements/new/", deviations.supplement_new, name="supplement-new"),
    path("bands/supplements/<int:pk>/", deviations.supplement_edit, name="supplement-edit"),
    path("bands/exceptions/", deviations.exceptions, name="exceptions"),
    path("bands/exceptions/new/", deviations.exception_new, name="exception-new"),
    path("bands/exceptions/<int:pk>/", deviations.exception, name="exception"),
    path("bands/zone/<str:code>/", structure.zone_page, name="zone"),
    path("bands/zone/<str:code>/details/", zones.zone_edit, name="zone-edit"),
    path("bands/zone/<str:code>/delete/", zones.zone_delete, name="zone-delete"),
    path("bands/zone/<str:code>/edit/", structure.edit, name="bands-edit"),
    path("bands/zone/<str:code>/<str:how>/", structure.restructure, name="bands-restructure"),
]
