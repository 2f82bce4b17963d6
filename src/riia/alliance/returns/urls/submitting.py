"""Addresses of one return: overview, filling in, files, checks, submission, and the interface for programs."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from riia.alliance.returns.api import api
from riia.alliance.returns.views import filling, interface, overview, submitting, uploading

patterns: list[URLPattern | URLResolver] = [
    path("returns/<uuid:reference>/", overview.one_return, name="return"),
    path("returns/<uuid:reference>/fill/", filling.fill, name="fill"),
    path("returns/<uuid:reference>/fill/choose/", filling.choose, name="choose"),
    path("returns/<uuid:reference>/checks/", filling.checks, name="checks"),
    path("returns/<uuid:reference>/template/", uploading.template, name="template"),
    path("returns/<uuid:reference>/template.<str:form>", uploading.template, name="template_as"),
    path("returns/<uuid:reference>/upload/", uploading.upload, name="upload"),
    path("returns/uploads/<uuid:reference>/", uploading.uploaded, name="uploaded"),
    path("returns/<uuid:reference>/submit/", submitting.submit, name="submit"),
    path("returns/<uuid:reference>/submitted/", submitting.submitted, name="submitted"),
    path("api/returns/", interface.api_docs, name="api_docs"),
    path("api/v1/returns/", api.urls),
]
