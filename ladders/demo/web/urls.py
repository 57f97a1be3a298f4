"""Addresses of the demo. Outside it every one of them is 404."""

from django.urls import path

from . import clock, sign_in

urlpatterns = [
    path("demo/sign-in/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("demo/clock/", clock.demo_clock, name="demo-clock"),
]
