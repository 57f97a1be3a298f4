"""Addresses of this room."""

from django.urls import path

from . import calendars, rules

urlpatterns = [
    path("account/dates/", calendars.own_dates, name="own-dates"),
    path("account/dates/address/", calendars.make, name="calendar-make"),
    path("account/dates/address/take-back/", calendars.take_back, name="calendar-take-back"),
    path("account/dates/<slug:name>.ics", calendars.one_date, name="own-date"),
    path("calendar/<str:key>/ladders.ics", calendars.feed, name="calendar-feed"),
    path("settings/reminders/", rules.reminder_rules, name="reminder-rules"),
]
