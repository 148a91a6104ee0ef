"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact.views import meldcode, report, safety

app_name = "first_contact"
urlpatterns = [
    path("melding/nieuw/", report.new, name="new"),
    path("zaken/<uuid:pk>/veiligheid/", safety.ask, name="safety"),
    path("meldcode/", meldcode.meldcode, name="meldcode"),
]
