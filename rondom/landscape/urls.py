"""Addresses of the landscape."""

from django.urls import path

from rondom.landscape import api
from rondom.landscape.views import finder, matrix

app_name = "landscape"

urlpatterns = [
    path("waar-kan-ik-terecht/", finder.find, name="finder"),
    path("waar-kan-ik-terecht/sporen/", finder.traces, name="finder_traces"),
    path("waar-kan-ik-terecht/voor/<slug:who>/", finder.audience, name="finder_audience"),
    path("landschap/", matrix.matrix, name="matrix"),
    path("landschap/diensten/", matrix.services, name="services"),
    path("landschap/diensten/<slug:slug>/", matrix.service, name="service"),
    path("api/v1/services", api.services, name="api_services"),
    path("api/v1/coverage", api.cover, name="api_coverage"),
]
