"""Addresses for who watches over privacy, and of the sheet with what was agreed."""

from django.urls import path

from rondom.rights import views

app_name = "rights"
urlpatterns = [
    path("toezicht/bewaren/", views.calendar, name="calendar"),
    path("toezicht/bewaren/<uuid:pk>/", views.hold, name="hold"),
    path("toezicht/rechten/", views.requests, name="requests"),
    path("toezicht/rechten/<uuid:pk>/", views.one_request, name="request"),
    path("zaken/<uuid:pk>/afspraken/", views.agreed, name="agreed"),
]
