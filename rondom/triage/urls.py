"""Addresses of the MDT."""

from django.urls import path

from rondom.triage.views import item, meeting, minutes
from rondom.triage.views import round as again

app_name = "triage"
urlpatterns = [
    path("mdt/", meeting.meeting, name="meeting"),
    path("mdt/<slug:slug>/", meeting.meeting, name="region"),
    path("mdt/<slug:slug>/openen/", meeting.open_meeting, name="open"),
    path("mdt/<slug:slug>/sluiten/", meeting.close_meeting, name="close"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/", item.item, name="item"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/beeld/", item.write_view, name="view"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/besluit/", item.decide, name="decide"),
    path("mdt/<slug:slug>/verslagen/", minutes.listed, name="minutes_list"),
    path("mdt/<slug:slug>/verslagen/<uuid:meeting_pk>/", minutes.of_meeting, name="minutes"),
    path(
        "mdt/<slug:slug>/verslagen/<uuid:meeting_pk>/verslag.pdf",
        minutes.of_meeting_paper,
        name="minutes_paper",
    ),
    path("mdt/<slug:slug>/verslagen/<uuid:meeting_pk>/tekenen/", minutes.sign, name="sign"),
    path("zaken/<uuid:pk>/mdt/", minutes.of_case, name="rounds"),
    path("zaken/<uuid:pk>/mdt/verslag.pdf", minutes.of_case_paper, name="rounds_paper"),
    path("zaken/<uuid:pk>/mdt/<uuid:meeting_pk>/aanvullen/", minutes.add, name="add_to_minutes"),
    path("zaken/<uuid:pk>/opnieuw/", again.bring_back, name="bring_back"),
    path("zaken/<uuid:pk>/regio/", again.hand_over, name="hand_over"),
]
