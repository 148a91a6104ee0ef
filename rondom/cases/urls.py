"""Addresses of cases."""

from django.urls import path

from rondom.cases import views

app_name = "cases"
urlpatterns = [
    path("zaken/", views.case_list, name="list"),
    path("zaken/<uuid:pk>/verhaal/", views.story, name="story"),
    path("zaken/<uuid:pk>/tekst/<uuid:entry_pk>/wet/", views.relabel, name="relabel"),
    path("zaken/<uuid:pk>/logboek/", views.log, name="log"),
]
