"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact import api
from rondom.first_contact.views import draft, meldcode, people, report, safety, similar, windows

app_name = "first_contact"
urlpatterns = [
    path("melding/nieuw/", report.new, name="new"),
    path("zaken/<uuid:pk>/veiligheid/", safety.ask, name="safety"),
    path("zaken/<uuid:pk>/mensen/nieuw/", people.person_new, name="person_new"),
    path("zaken/<uuid:pk>/mensen/<uuid:person_pk>/", people.person, name="person"),
    path("zaken/<uuid:pk>/moment/", people.moment, name="moment"),
    path("meldcode/", meldcode.meldcode, name="meldcode"),
    path("melding/termijnen/", windows.so_far, name="windows_so_far"),
    path("melding/voor-u-komt/", windows.advice, name="advice"),
    path("melding/voor-u-komt/papier/", windows.advice_paper, name="advice_paper"),
    path("zaken/<uuid:pk>/termijnen/", windows.windows, name="windows"),
    path(
        "zaken/<uuid:pk>/termijnen/<uuid:windowstep_pk>/terugnemen/",
        windows.take_back,
        name="window_take_back",
    ),
    path("api/v1/reports", api.reports, name="api_reports"),
    path("api/v1/openapi.json", api.document, name="api_document"),
    path("melding/lijkt-op/", similar.look, name="similar"),
    path("melding/concept/<uuid:draft_pk>/", draft.draft, name="draft"),
    path("melding/concept/<uuid:draft_pk>/versies/", draft.versions, name="versions"),
    path("melding/concept/<uuid:draft_pk>/weggooien/", draft.throw_away, name="throw_away"),
    path("melding/concept/<uuid:draft_pk>/terughalen/", draft.take_back, name="take_back"),
]
