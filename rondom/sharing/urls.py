"""Addresses of sharing."""

from django.urls import path

from rondom.sharing.views import consents, decisions, emergencies, ledger, protocol, shields

app_name = "sharing"
urlpatterns = [
    path("privacyprotocol/", protocol.protocol, name="protocol"),
    path("privacyprotocol/besluiten/", decisions.overview, name="decisions"),
    path("privacyprotocol/besluiten/nieuw/", decisions.new, name="decision_new"),
    path("privacyprotocol/besluiten/<uuid:decision_pk>/beeindigen/", decisions.end, name="decision_end"),
    path("noodtoegang/", emergencies.open_case, name="emergency"),
    path("toezicht/noodtoegang/", emergencies.reviews, name="reviews"),
    path("toezicht/noodtoegang/<uuid:emergency_pk>/", emergencies.review, name="review"),
    path("zaken/<uuid:pk>/delen/", ledger.ledger, name="ledger"),
    path("zaken/<uuid:pk>/delen/<uuid:grant_pk>/stoppen/", ledger.stop, name="stop"),
    path("zaken/<uuid:pk>/toestemming/", consents.ask, name="ask"),
    path("zaken/<uuid:pk>/toestemming/<uuid:consent_pk>/intrekken/", consents.withdraw, name="withdraw"),
    path("zaken/<uuid:pk>/afschermen/", shields.shields, name="shields"),
    path("zaken/<uuid:pk>/afschermen/<uuid:shield_pk>/opheffen/", shields.lift, name="lift"),
    path("vandaag/gezien/<uuid:notice_pk>/", ledger.seen, name="seen"),
]
