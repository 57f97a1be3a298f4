"""Addresses of this room."""

from django.urls import path

from . import pages

urlpatterns = [
    path("reason-files/", pages.file_list, name="reason-files"),
    path("reason-files/<uuid:pk>/", pages.file_page, name="reason-file"),
    path("reason-files/<uuid:pk>/check/", pages.check_page, name="reason-file-check"),
]
