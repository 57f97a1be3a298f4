"""Addresses of people imports."""

from .views import PAGES

urlpatterns = PAGES.urls("people/import/")
