"""Addresses of the MDT."""

from django.urls import path

from rondom.triage.views import (
    coordinating,
    item,
    item_member,
    meeting,
    minutes,
    planning,
    question,
    routes,
    table,
)
from rondom.triage.views import round as again

app_name = "triage"
urlpatterns = [
    path("mdt/", meeting.meeting, name="meeting"),
    path("mdt/routes/", routes.routes, name="routes"),
    path("mdt/<slug:slug>/", meeting.meeting, name="region"),
    path("mdt/<slug:slug>/openen/", meeting.open_meeting, name="open"),
    path("mdt/<slug:slug>/sluiten/", meeting.close_meeting, name="close"),
    path("mdt/<slug:slug>/rooster/", planning.planned, name="planned"),
    path("mdt/<slug:slug>/regiehouders/", coordinating.kinds, name="coordinating"),
    path("mdt/<slug:slug>/overleg.ics", planning.calendar_file, name="calendar_file"),
    path("mdt/<slug:slug>/te-laat/", planning.breaches, name="breaches"),
    path("mdt/<slug:slug>/nu/", table.now, name="now"),
    path("mdt/<slug:slug>/volgen/", table.follow, name="follow"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/nu/", table.item, name="live"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/bespreken/", table.discuss, name="discuss"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/", item.item, name="item"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/beeld/", item.write_view, name="view"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/besluit/", item.decide, name="decide"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/erbij/", item_member.call, name="call"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/erbij/<uuid:member_pk>/weg/", item_member.end_call, name="end_call"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/terugtreden/", item_member.step_back, name="step_back"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/verplaatsen/", planning.move, name="move"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/tijd/", planning.length, name="length"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/te-laat/", planning.explain, name="explain"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/vraag/", question.ask, name="ask"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/vraag/<uuid:question_pk>/", question.answer, name="answer"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/anders/", question.differ, name="differ"),
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
