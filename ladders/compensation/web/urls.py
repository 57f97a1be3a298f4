"""Addresses of this room."""

from django.urls import path

from .views import deviations, many_exceptions, pay, structure, vacancy, why, zones

urlpatterns = [
    # pay
    path("pay/", pay.my_pay, name="my-pay"),
    path("pay/people/", pay.pay_list, name="pay-list"),
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
    path("frameworks/<slug:slug>/levels/<str:ref>/vacancy/", vacancy.vacancy_page, name="vacancy"),
    # zones, bands, supplements and exceptions
    path("bands/", zones.zone_list, name="bands"),
    path("bands/rules/", zones.policy, name="pay-policy"),
    path("bands/zones/new/", zones.zone_new, name="zone-new"),
    path("bands/changes/<int:pk>/", structure.change, name="band-change"),
    path("bands/supplements/", deviations.supplements, name="supplements"),
    path("bands/supplements/new/", deviations.supplement_new, name="supplement-new"),
    path("bands/supplements/<int:pk>/", deviations.supplement_edit, name="supplement-edit"),
    path("bands/exceptions/", deviations.exceptions, name="exceptions"),
    path("bands/exceptions/new/", deviations.exception_new, name="exception-new"),
    path("bands/exceptions/<int:pk>/", deviations.exception, name="exception"),
    path("bands/exceptions/several/", many_exceptions.exceptions_several, name="exceptions-several"),
    path("bands/zone/<str:code>/", structure.zone_page, name="zone"),
    path("bands/zone/<str:code>/details/", zones.zone_edit, name="zone-edit"),
    path("bands/zone/<str:code>/delete/", zones.zone_delete, name="zone-delete"),
    path("bands/zone/<str:code>/vacancies/", vacancy.vacancy_list, name="vacancies"),
    path("bands/zone/<str:code>/edit/", structure.edit, name="bands-edit"),
    path("bands/zone/<str:code>/<str:how>/", structure.restructure, name="bands-restructure"),
]
