"""Templates without the indentation that is there for whoever reads their source."""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    """Reads HTML templates from the project's folder with lines that begin at the margin.

    White space at the beginning of a line means nothing in HTML, and pages of many rows would be a tenth larger with it.
    Line numbers in errors stay. Mails are texts and are read as they are.
    """

    def get_contents(self, origin: Origin) -> str:
        """The source; raises TemplateDoesNotExist where there is none."""
        source: str = super().get_contents(origin)
        return INDENTATION.sub("\n", source) if origin.name.endswith(".html") else source
