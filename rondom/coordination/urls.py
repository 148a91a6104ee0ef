"""Addresses of today, the case page and coordination."""

from django.urls import path

from rondom.coordination import link_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("vandaag/", views.today, name="today"),
    path("zaken/<uuid:pk>/", views.case, name="case"),
    path("zaken/<uuid:pk>/regie/", views.answer, name="answer"),
    path("zaken/<uuid:pk>/regie/vragen/", views.propose, name="propose"),
    path("zaken/<uuid:pk>/actie/", views.add_action, name="add_action"),
    path("zaken/<uuid:pk>/actie/<uuid:step_pk>/", views.advance, name="advance"),
    path("zaken/<uuid:pk>/delen/nieuw/", views.share, name="share"),
    path("zaken/<uuid:pk>/sluiten/", views.close, name="close"),
    path("zaken/<uuid:pk>/heropenen/", views.reopen, name="reopen"),
    path("zaken/<uuid:pk>/koppelen/", link_views.link, name="link"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/ongedaan/", link_views.unlink, name="unlink"),
    path("zaken/<uuid:pk>/koppeling/<uuid:link_pk>/dezelfde/", link_views.fold, name="fold"),
]
