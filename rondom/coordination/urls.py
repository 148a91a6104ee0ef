"""Addresses of today, the case page and coordination."""

from django.urls import path

from rondom.coordination.views import action, away, case, closing, coordinator, link, sharing, workload

urlpatterns = [
    path("", case.home, name="home"),
    path("vandaag/", case.today, name="today"),
    path("zaken/<uuid:pk>/", case.case, name="case"),
    path("zaken/<uuid:pk>/regie/", coordinator.answer, name="answer"),
    path("zaken/<uuid:pk>/regie/vragen/", coordinator.propose, name="propose"),
    path("zaken/<uuid:pk>/regie/overdragen/", coordinator.hand_over, name="hand_over"),
    path("zaken/<uuid:pk>/regiehouders/", coordinator.coordinators, name="coordinators"),
    path("zaken/<uuid:pk>/nazorg/", closing.aftercare, name="aftercare"),
    path("zaken/<uuid:pk>/nazorg/<uuid:moment_pk>/", closing.aftercare_note, name="aftercare_note"),
    path("afwezig/", away.away, name="away"),
    path("afwezig/<uuid:absence_pk>/antwoord/", away.away_answer, name="away_answer"),
    path("afwezig/<uuid:absence_pk>/einde/", away.away_end, name="away_end"),
    path("organisatie/<slug:place>/afwezig/", away.away_set, name="away_set"),
    path("organisatie/<slug:place>/belasting/", workload.workload, name="workload"),
    path("zaken/<uuid:pk>/actie/", action.add_action, name="add_action"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/", action.advance, name="advance"),
    path("zaken/<uuid:pk>/delen/nieuw/", sharing.share, name="share"),
    path("zaken/<uuid:pk>/sluiten/", closing.close, name="close"),
    path("zaken/<uuid:pk>/heropenen/", closing.reopen, name="reopen"),
    path("zaken/<uuid:pk>/koppelen/", link.link, name="link"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/ongedaan/", link.unlink, name="unlink"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/dezelfde/", link.fold, name="fold"),
]
