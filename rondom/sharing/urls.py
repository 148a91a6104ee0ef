"""Addresses of sharing."""

from django.urls import path

from rondom.sharing.views import consents, decisions, ledger

app_name = "sharing"
urlpatterns = [
    path("zaken/<uuid:pk>/delen/", ledger.ledger, name="ledger"),
    path("zaken/<uuid:pk>/delen/<uuid:grant_pk>/stoppen/", ledger.stop, name="stop"),
    path("zaken/<uuid:pk>/toestemming/", consents.ask, name="ask"),
    path("zaken/<uuid:pk>/toestemming/<uuid:consent_pk>/intrekken/", consents.withdraw, name="withdraw"),
    path("privacyprotocol/besluiten/", decisions.overview, name="decisions"),
    path("privacyprotocol/besluiten/nieuw/", decisions.new, name="decision_new"),
    path("privacyprotocol/besluiten/<uuid:decision_pk>/beeindigen/", decisions.end, name="decision_end"),
    path("vandaag/gezien/<uuid:notice_pk>/", ledger.seen, name="seen"),
]
