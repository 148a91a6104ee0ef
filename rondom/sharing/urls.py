"""Addresses of sharing."""

from django.urls import path

from rondom.sharing.views import consents, ledger

app_name = "sharing"
urlpatterns = [
    path("zaken/<uuid:pk>/delen/", ledger.ledger, name="ledger"),
    path("zaken/<uuid:pk>/delen/<uuid:grant_pk>/stoppen/", ledger.stop, name="stop"),
    path("zaken/<uuid:pk>/toestemming/", consents.ask, name="ask"),
    path("zaken/<uuid:pk>/toestemming/<uuid:consent_pk>/intrekken/", consents.withdraw, name="withdraw"),
    path("vandaag/gezien/<uuid:notice_pk>/", ledger.seen, name="seen"),
]
