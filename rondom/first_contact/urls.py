"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact.views import draft, report

app_name = "first_contact"
urlpatterns = [
    path("melding/nieuw/", report.new, name="new"),
    path("melding/concept/<uuid:draft_pk>/", draft.draft, name="draft"),
    path("melding/concept/<uuid:draft_pk>/versies/", draft.versions, name="versions"),
    path("melding/concept/<uuid:draft_pk>/weggooien/", draft.throw_away, name="throw_away"),
    path("melding/concept/<uuid:draft_pk>/terughalen/", draft.take_back, name="take_back"),
]
