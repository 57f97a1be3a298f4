"""Texts of letters, as HR has written them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ladders.core.choices import choices_of
from ladders.core.history import tracked

from .domain.letters import LetterKind

LONGEST = 6000  # characters


@tracked()
class LetterText(models.Model):
    """The text of one kind of letter. There is a row only where an organisation has changed what it began with."""

    kind = models.CharField(_("kind of letter"), max_length=5, primary_key=True, choices=choices_of(LetterKind))
    text = models.TextField(_("text"), max_length=LONGEST)
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="letters_text_written", condition=~models.Q(text=""))]

    def __str__(self) -> str:
        return self.get_kind_display()
