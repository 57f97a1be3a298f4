"""Addresses of this room."""

from django.urls import path

from . import categories, country_rules, pay_data
from .fairness import fairness_now, fairness_page

urlpatterns = [
    path("moves/fairness/", fairness_page, name="fairness"),
    path("moves/fairness/now/", fairness_now, name="fairness-now"),
    path("equal-pay/", pay_data.overview, name="pay-data"),
    path("equal-pay/kinds/", pay_data.kinds, name="pay-kinds"),
    path("equal-pay/kinds/<int:pk>/", pay_data.kind, name="pay-kind"),
    path("equal-pay/kinds/<int:pk>/say/", pay_data.kind_say, name="pay-kind-say"),
    path("equal-pay/categories/", categories.categories, name="pay-categories"),
    path("equal-pay/categories/decide/", categories.decide, name="pay-categories-decide"),
    path("equal-pay/rules/", country_rules.country_rules, name="country-rules"),
    path("equal-pay/rules/new/", country_rules.country_rules_new, name="country-rules-new"),
    path("equal-pay/rules/<int:pk>/", country_rules.country_rules_edit, name="country-rules-edit"),
]
