"""Addresses of this room."""

from django.urls import path

from . import erasure_pages, my_data, retention

urlpatterns = [
    path("settings/retention/", retention.retention, name="retention"),
    path("account/data/", my_data.my_data, name="my-data"),
    path("account/data/schema/", my_data.schema, name="personal-data-schema"),
    path("account/data/<uuid:copy_id>/", my_data.copy_page, name="my-data-copy"),
    path("account/data/<uuid:copy_id>/file/", my_data.copy_file, name="my-data-file"),
    path("people/<int:employee_id>/data/", my_data.person_data, name="person-data"),
    path("people/<int:employee_id>/erase/", erasure_pages.person_erase, name="person-erase"),
    path("people/<int:employee_id>/erase/cancel/", erasure_pages.erasure_cancel, name="erasure-cancel"),
]
