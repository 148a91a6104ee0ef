"""Addresses of sharing."""

from django.urls import path

from rondom.sharing.views import emergencies, protocol, shields

app_name = "sharing"
urlpatterns = [
    path("privacyprotocol/", protocol.protocol, name="protocol"),
    path("noodtoegang/", emergencies.open_case, name="emergency"),
    path("toezicht/noodtoegang/", emergencies.reviews, name="reviews"),
    path("toezicht/noodtoegang/<uuid:emergency_pk>/", emergencies.review, name="review"),
    path("zaken/<uuid:pk>/afschermen/", shields.shields, name="shields"),
    path("zaken/<uuid:pk>/afschermen/<uuid:shield_pk>/opheffen/", shields.lift, name="lift"),
]
