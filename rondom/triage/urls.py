"""Addresses of the MDT."""

from django.urls import path

from rondom.triage import views

app_name = "triage"
urlpatterns = [
    path("mdt/", views.meeting, name="meeting"),
    path("mdt/<slug:slug>/", views.meeting, name="region"),
    path("mdt/<slug:slug>/openen/", views.open_meeting, name="open"),
    path("mdt/<slug:slug>/sluiten/", views.close_meeting, name="close"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/", views.item, name="item"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/beeld/", views.write_view, name="view"),
    path("mdt/<slug:slug>/zaak/<uuid:pk>/besluit/", views.decide, name="decide"),
    path("zaken/<uuid:pk>/opnieuw/", views.bring_back, name="bring_back"),
    path("zaken/<uuid:pk>/regio/", views.hand_over, name="hand_over"),
]
