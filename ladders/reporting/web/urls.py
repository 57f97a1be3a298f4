"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from . import views, views_leads, views_placing

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/me/", views.me, name="my-page"),
    path("people/unplaced/", views_placing.unplaced, name="unplaced"),
    path("people/unplaced/<int:pk>/take-back/", views_placing.take_back_batch, name="take-back-batch"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/levels/<slug:what>/", views_placing.place, name="person-place"),
    path("people/leads/", views_leads.leads_page, name="leads-outside-management"),
]
