"""Addresses of sharing."""

from django.urls import path

from rondom.sharing import views

app_name = "sharing"
urlpatterns = [
    path("privacyprotocol/", views.protocol, name="protocol"),
]
