"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact import api
from rondom.first_contact.views import report

app_name = "first_contact"
urlpatterns = [
    path("melding/nieuw/", report.new, name="new"),
    path("api/v1/reports", api.reports, name="api_reports"),
    path("api/v1/openapi.json", api.document, name="api_document"),
]
