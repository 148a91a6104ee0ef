"""Addresses of the demo."""

from django.urls import path

from rondom.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("als/<slug:key>/", views.become, name="become"),
]
