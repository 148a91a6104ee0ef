"""Addresses of signing in at the organisation itself, and of its people."""

from django.urls import path

from rondom.organisations import views

urlpatterns = [
    path("inloggen/organisatie/", views.provider_choose, name="provider_choose"),
    path("inloggen/organisatie/<slug:provider>/", views.provider_go, name="provider_go"),
    path("inloggen/organisatie/<slug:provider>/terug/", views.provider_back, name="provider_back"),
    path("inloggen/uitnodiging/", views.invitation, name="invitation"),
    path("bevestigen/organisatie/", views.provider_again, name="provider_again"),
    path("organisatie/", views.organisation, name="organisation"),
    path("organisatie/<slug:place>/", views.people, name="people"),
    path("organisatie/<slug:place>/nagekeken/", views.reviewed, name="reviewed"),
    path("organisatie/<slug:place>/mensen/<uuid:member>/weg/", views.end_membership, name="end_membership"),
    path("organisatie/<slug:place>/mensen/<uuid:member>/profiel/", views.profile, name="profile"),
    path(
        "organisatie/<slug:place>/mensen/<uuid:member>/tweede-stap/",
        views.forget_factors,
        name="forget_factors",
    ),
    path("organisatie/<slug:place>/systemen/", views.systems, name="systems"),
    path("organisatie/<slug:place>/systemen/<uuid:token>/weg/", views.revoke_token, name="revoke_token"),
    path("organisatie/<slug:place>/zetels/<uuid:seat>/weg/", views.end_seat, name="end_seat"),
    path("organisatie/<slug:place>/zetels/<uuid:seat>/vervangen/", views.stand_in, name="stand_in"),
]
