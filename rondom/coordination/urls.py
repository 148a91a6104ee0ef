"""Addresses of today, the case page and coordination."""

from django.urls import path

from rondom.coordination.views import (
    action,
    case,
    closing,
    contact,
    coordinator,
    insistence,
    link,
    plan,
    sharing,
)

urlpatterns = [
    path("", case.home, name="home"),
    path("vandaag/", case.today, name="today"),
    path("zaken/<uuid:pk>/", case.case, name="case"),
    path("zaken/<uuid:pk>/regie/", coordinator.answer, name="answer"),
    path("zaken/<uuid:pk>/regie/vragen/", coordinator.propose, name="propose"),
    path("zaken/<uuid:pk>/actie/", action.add_action, name="add_action"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/", action.advance, name="advance"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/uiterlijk/", action.postpone, name="postpone"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/wachten/", action.waiting, name="waiting"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/herinneren/", action.nudge, name="nudge"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/doorzetten/", insistence.insist, name="insist"),
    path("zaken/<uuid:pk>/doorzetten/<uuid:insistence_pk>/", insistence.insist_answer, name="insist_answer"),
    path("zaken/<uuid:pk>/plan/", plan.plan, name="plan"),
    path("zaken/<uuid:pk>/doel/", plan.goal_new, name="goal_new"),
    path("zaken/<uuid:pk>/doel/<uuid:goal_pk>/", plan.goal, name="goal"),
    path("zaken/<uuid:pk>/overlap/<uuid:step_pk>/<uuid:other_pk>/", plan.settle, name="settle"),
    path("zaken/<uuid:pk>/contact/", contact.contact_list, name="contacts"),
    path("zaken/<uuid:pk>/contact/nieuw/", contact.contact_new, name="contact_new"),
    path("zaken/<uuid:pk>/contact/ritme/", contact.rhythm, name="rhythm"),
    path("zaken/<uuid:pk>/contact/<uuid:contact_pk>/", contact.contact, name="contact"),
    path("zaken/<uuid:pk>/delen/nieuw/", sharing.share, name="share"),
    path("zaken/<uuid:pk>/sluiten/", closing.close, name="close"),
    path("zaken/<uuid:pk>/heropenen/", closing.reopen, name="reopen"),
    path("zaken/<uuid:pk>/koppelen/", link.link, name="link"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/ongedaan/", link.unlink, name="unlink"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/dezelfde/", link.fold, name="fold"),
]
