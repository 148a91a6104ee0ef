"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact.views import report, similar

app_name = "first_contact"
urlpatterns = [
    path("melding/nieuw/", report.new, name="new"),
    path("melding/lijkt-op/", similar.look, name="similar"),
]
