"""Addresses of this room."""

from django.urls import path

from .views import approvals, audit, batches, guide, home, jobs, lists, organisation, pages

urlpatterns = [
    path("", home.home, name="home"),
    path("unsent/", pages.unsent, name="unsent"),
    path("theme/", pages.theme, name="theme"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("lists/<slug:name>/file/", lists.new_file, name="list-file-new"),
    path("lists/<slug:name>/filters/", lists.save_filter, name="list-filter-save"),
    path("lists/filters/<int:pk>/remove/", lists.remove_filter, name="list-filter-remove"),
    path("lists/filters/<int:pk>/opens/", lists.open_with, name="list-filter-opens"),
    path("lists/files/<uuid:pk>.xlsx", lists.file, name="list-file"),
    path("batches/<int:pk>/take-back/", batches.take_back_batch, name="take-back-batch"),
    path("audit/", audit.audit, name="audit"),
    path("approvals/", approvals.approval_list, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval, name="approval"),
    path("guide/", guide.guide, name="guide"),
    path("guide/<slug:name>/", guide.page, name="guide-page"),
    path("settings/", organisation.organisation, name="organisation"),
]
