"""What gives somebody energy: one sealed row per person, numbers included."""

from __future__ import annotations

from django.db import models

from accounts.models import Employee
from ladders.core.private import SealedTextField

from .sharing import ShownQuerySet, Thing


class ReflectionQuerySet(ShownQuerySet):
    """Reflections of people."""

    thing = Thing.ENERGY


class Reflection(models.Model):
    """Loads and texts as JSON in one seal: whoever reads the database learns that there is one, and nothing of it."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="+")
    sealed = SealedTextField("reflection")
    revision = models.PositiveIntegerField(default=0)

    objects = ReflectionQuerySet.as_manager()

    def __str__(self) -> str:
        return "Reflection"
