"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """See the package's modules."""

    name = "ladders.exchange"
    label = "exchange"
