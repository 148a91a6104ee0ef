"""Addresses of today, the case page and coordination."""

from django.urls import path

from rondom.coordination.views import action, case, closing, coordinator, guest, link, sharing

urlpatterns = [
    path("", case.home, name="home"),
    path("vandaag/", case.today, name="today"),
    path("zaken/<uuid:pk>/", case.case, name="case"),
    path("zaken/<uuid:pk>/regie/", coordinator.answer, name="answer"),
    path("zaken/<uuid:pk>/regie/vragen/", coordinator.propose, name="propose"),
    path("zaken/<uuid:pk>/actie/", action.add_action, name="add_action"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/", action.advance, name="advance"),
    path("zaken/<uuid:pk>/delen/nieuw/", sharing.share, name="share"),
    path("zaken/<uuid:pk>/partners/", guest.questions, name="guest_questions"),
    path("zaken/<uuid:pk>/partners/vraag/", guest.ask, name="guest_ask"),
    path("zaken/<uuid:pk>/partners/<uuid:question_pk>/intrekken/", guest.withdraw, name="guest_withdraw"),
    path("vraag/<str:token>/", guest.guest, name="guest"),
    path("zaken/<uuid:pk>/sluiten/", closing.close, name="close"),
    path("zaken/<uuid:pk>/heropenen/", closing.reopen, name="reopen"),
    path("zaken/<uuid:pk>/koppelen/", link.link, name="link"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/ongedaan/", link.unlink, name="unlink"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/dezelfde/", link.fold, name="fold"),
]
