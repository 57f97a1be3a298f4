"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PayInformationConfig(AppConfig):
    """What people may know about pay, asked and answered in time."""

    name = "ladders.pay_information"
    label = "pay_information"
