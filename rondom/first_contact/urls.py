"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact.views import report, safety

app_name = "first_contact"
urlpatterns = [
    path("melding/nieuw/", report.new, name="new"),
    path("zaken/<uuid:pk>/veiligheid/", safety.ask, name="safety"),
]
