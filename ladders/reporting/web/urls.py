"""Addresses of this room."""

from django.urls import path

from . import views, views_leads, views_many, views_placing, views_unplaced

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/several/", views_many.people_several, name="people-several"),
    path("people/me/", views.me, name="my-page"),
    path("people/unplaced/", views_unplaced.unplaced, name="unplaced"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/levels/<slug:what>/", views_placing.place, name="person-place"),
    path("people/leads/", views_leads.leads_page, name="leads-outside-management"),
]
