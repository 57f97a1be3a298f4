"""Addresses of this room."""

from django.urls import path

from .bands.views import PAGES as BANDS
from .frameworks_in.web import mapping_views, views
from .frameworks_out import views as views_export
from .grades_in import views as views_grades
from .paid_amounts.views import PAGES as PAID
from .salaries.views import PAGES as SALARIES

urlpatterns = [
    *BANDS.urls("bands/import/"),
    *SALARIES.urls("pay/import/"),
    *PAID.urls("paid/import/"),
    path("import/", views.import_page, name="import"),
    path("import/<uuid:pk>/", views.upload_page, name="upload"),
    path("import/<uuid:pk>/aim/", views.aim_page, name="upload-aim"),
    path("import/<uuid:pk>/choices/", views.choices_page, name="upload-choices"),
    path("import/<uuid:pk>/apply/", views.apply_page, name="upload-apply"),
    path("import/<uuid:pk>/take-back/", views.take_back_page, name="upload-take-back"),
    path("import/<uuid:pk>/discard/", views.discard_page, name="upload-discard"),
    path("import/<uuid:pk>/mapping/", mapping_views.mapping_page, name="upload-mapping"),
    path("import/<uuid:pk>/guess/", mapping_views.guess_page, name="upload-guess"),
    path("frameworks/<slug:slug>/draft/grading/file/", views_grades.bring, name="grade-file-new"),
    path("frameworks/<slug:slug>/draft/grading/file/<uuid:pk>/", views_grades.choose, name="grade-file"),
    path("frameworks/<slug:slug>/export/", views_export.export_page, name="export"),
    path("schema/framework-1.json", views_export.schema, name="schema"),
]
