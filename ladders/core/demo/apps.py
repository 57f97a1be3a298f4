"""The demo's own app. It is installed in the demo alone, and first, so that its clock runs before models are imported."""

from __future__ import annotations

from types import ModuleType

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """No models: the demo's clock."""

    name = "ladders.core.demo"
    label = "demo"

    def __init__(self, app_name: str, app_module: ModuleType | None) -> None:
        super().__init__(app_name, app_module)
        from . import clock

        clock.install()
