"""Frameworks and their versions. Every child row carries `version`, so that the database can freeze what is published."""

from .evaluation import BulkGrading, FactorRating, GradingWay, JobEvaluation
from .publication import (
    Consultation,
    ParityReason,
    Reorganisation,
    ReorganisationPayRule,
    SearchEntry,
    Successor,
    TakenBack,
)
from .structure import Competency, CompetencyGroup, Expectation, Level, ProficiencyStep, Track
from .versions import Framework, FrameworkQuerySet, Version, VersionPart, VersionQuerySet, owned_by
