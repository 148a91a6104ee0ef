"""Addresses for who watches over privacy."""

from django.urls import path

from rondom.rights import views

app_name = "rights"
urlpatterns = [
    path("toezicht/bewaren/", views.calendar, name="calendar"),
    path("toezicht/bewaren/<uuid:pk>/", views.hold, name="hold"),
    path("toezicht/rechten/", views.requests, name="requests"),
    path("toezicht/rechten/<uuid:pk>/", views.one_request, name="request"),
]
