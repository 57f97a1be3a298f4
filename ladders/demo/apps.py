"""App configuration. It comes first, so that in the demo its clock runs before models are imported."""

from __future__ import annotations

from types import ModuleType

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """No models: the invented organisation, how one signs in there, and the demo's clock."""

    name = "ladders.demo"
    label = "demo"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)
        if settings.DEMO:
            from . import clock

            clock.install()
