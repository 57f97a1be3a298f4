"""Addresses of this room."""

from django.urls import path

from . import invitations, set_up

urlpatterns = [
    path("set-up/", set_up.set_up_page, name="setup"),
    path("set-up/<slug:name>/skip/", set_up.skip, name="setup-skip"),
    path("set-up/<slug:name>/take-up/", set_up.take_up, name="setup-take-up"),
    path("people/invitations/", invitations.invitation_list, name="invitations"),
    path("people/invitations/new/", invitations.invite_page, name="invite"),
    path("settings/invitations/", invitations.rules, name="invitation-rules"),
]
