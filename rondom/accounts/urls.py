"""Addresses of the door."""

from django.urls import path

from rondom.accounts import views

urlpatterns = [
    path("inloggen/", views.sign_in, name="sign_in"),
    path("uitloggen/", views.sign_out, name="sign_out"),
]
