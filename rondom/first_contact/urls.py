"""Addresses of first contact."""

from django.urls import path

from rondom.first_contact import views

app_name = "first_contact"
urlpatterns = [path("melding/nieuw/", views.new, name="new")]
