"""Addresses of the MDT."""

from django.urls import path

from rondom.triage.views import item, meeting, question, routes
from rondom.triage.views import round as again

app_name = "triage"
urlpatterns = [
    path("mdt/", meeting.meeting, name="meeting"),
    path("mdt/routes/", routes.routes, name="routes"),
    path("mdt/<slug:slug>/", meeting.meeting, name="region"),
    path("mdt/<slug:slug>/openen/", meeting.open_meeting, name="open"),
    path("mdt/<slug:slug>/sluiten/", meeting.close_meeting, name="close"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/", item.item, name="item"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/beeld/", item.write_view, name="view"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/besluit/", item.decide, name="decide"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/vraag/", question.ask, name="ask"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/vraag/<uuid:question_pk>/", question.answer, name="answer"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/anders/", question.differ, name="differ"),
    path("zaken/<uuid:pk>/opnieuw/", again.bring_back, name="bring_back"),
    path("zaken/<uuid:pk>/regio/", again.hand_over, name="hand_over"),
]
