"""Addresses of this room."""

from django.urls import path

from . import drafts, files, pages, publication

urlpatterns = [
    path("equal-pay/reports/", pages.report_list, name="pay-reports"),
    path("equal-pay/reports/new/", drafts.report_new, name="pay-report-new"),
    path("equal-pay/reports/schema/", files.schema, name="pay-report-schema"),
    path("equal-pay/reports/<int:pk>/", pages.report_page, name="pay-report"),
    path("equal-pay/reports/<int:pk>/document/", pages.report_document, name="pay-report-document"),
    path("equal-pay/reports/<int:pk>/report.json", files.as_json, name="pay-report-json"),
    path("equal-pay/reports/<int:pk>/report.xlsx", files.as_workbook, name="pay-report-xlsx"),
    path("equal-pay/reports/<int:pk>/methods/", drafts.methods, name="pay-report-methods"),
    path("equal-pay/reports/<int:pk>/figures/", drafts.figures, name="pay-report-figures"),
    path("equal-pay/reports/<int:pk>/discard/", drafts.discard, name="pay-report-discard"),
    path("equal-pay/reports/<int:pk>/explain/<int:category>/", publication.explain, name="pay-report-explain"),
    path("equal-pay/reports/<int:pk>/consult/", publication.consult, name="pay-report-consult"),
    path("equal-pay/reports/<int:pk>/opinion/", publication.opinion, name="pay-report-opinion"),
    path("equal-pay/reports/<int:pk>/sign/", publication.sign, name="pay-report-sign"),
    path("equal-pay/reports/<int:pk>/open/", publication.open_again, name="pay-report-open"),
    path("equal-pay/reports/<int:pk>/publish/", publication.publish, name="pay-report-publish"),
]
