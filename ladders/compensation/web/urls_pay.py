"""Addresses of pay."""

from __future__ import annotations

from django.urls import path

from .views import pay, why

urlpatterns = [
    path("pay/", pay.my_pay, name="my-pay"),
    path("pay/people/", pay.pay_list, name="pay-list"),
    path("pay/people/export.xlsx", pay.pay_export, name="pay-export"),
    path("pay/people/<int:pk>/", pay.person_pay, name="person-pay"),
    path("pay/people/<int:pk>/salary/", pay.salary_page, name="salary-set"),
    path("pay/people/<int:pk>/salary/<int:salary>/remove/", pay.salary_remove, name="salary-remove"),
    path("pay/people/<int:pk>/protection/", pay.protection_page, name="pay-protect"),
    path(
        "pay/people/<int:pk>/protection/<int:protection>/remove/", pay.protection_remove, name="pay-protection-remove"
    ),
    path("pay/log/", pay.pay_log, name="pay-log"),
    path("pay/criteria/", why.criteria_page, name="pay-criteria"),
    path("frameworks/<slug:slug>/levels/<str:ref>/why/", why.why_page, name="why-band"),
]
