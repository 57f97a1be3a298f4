"""Ladders: parallel career ladders, evaluated for impact, paid alike."""

from ladders.celery import app as celery_app

__all__ = ["celery_app"]
