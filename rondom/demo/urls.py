"""Addresses of the demo."""

from django.urls import path

from rondom.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("postvak/", views.mailbox, name="mailbox"),
    path("als/<slug:key>/", views.become, name="become"),
]
