"""Addresses of documents that people have read and checked."""

from django.urls import path

from riia.alliance.intake import views

app_name = "intake"
urlpatterns = [
    path("documents/", views.home, name="home"),
    path("documents/<uuid:reference>/", views.paper, name="paper"),
    path("documents/<uuid:reference>/kind/", views.kind, name="kind"),
    path("documents/<uuid:reference>/remove/", views.remove, name="remove"),
    path("documents/<uuid:reference>/findings.<str:form>", views.download, name="download"),
    path("documents/findings/<uuid:reference>/", views.finding, name="finding"),
]
