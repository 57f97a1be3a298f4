"""Addresses of one's own path, and of the seats that levels need."""

from __future__ import annotations

from django.urls import path

from .views import compare, route, seats
from .views import path as my_path

urlpatterns = [
    path("path/", my_path.path_page, name="my-path"),
    path("path/route/", route.route_page, name="path-route"),
    path("path/<slug:slug>/<str:ref>/", compare.compare_page, name="path-compare"),
    path("frameworks/<slug:slug>/seats/", seats.seats_page, name="seats"),
    path("frameworks/<slug:slug>/seats/<uuid:level>/remove/", seats.seat_remove, name="seat-remove"),
]
