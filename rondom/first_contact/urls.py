"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact.views import meldcode, report

app_name = "first_contact"
urlpatterns = [
    path("melding/nieuw/", report.new, name="new"),
    path("meldcode/", meldcode.meldcode, name="meldcode"),
]
