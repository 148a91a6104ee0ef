"""Addresses of the landscape."""

from django.urls import path

from rondom.landscape import api
from rondom.landscape.views import editing, finder, matrix

app_name = "landscape"

urlpatterns = [
    path("waar-kan-ik-terecht/", finder.find, name="finder"),
    path("waar-kan-ik-terecht/sporen/", finder.traces, name="finder_traces"),
    path("waar-kan-ik-terecht/voor/<slug:who>/", finder.audience, name="finder_audience"),
    path("landschap/", matrix.matrix, name="matrix"),
    path("landschap/diensten/", matrix.services, name="services"),
    path("landschap/diensten/<slug:service>/", matrix.service, name="service"),
    path("landschap/diensten/<slug:service>/wijzigen/", editing.propose, name="propose"),
    path("landschap/diensten/<slug:service>/geschiedenis/", editing.history, name="history"),
    path("landschap/diensten/<slug:service>/nagekeken/", editing.confirm, name="confirm"),
    path("landschap/nieuwe-dienst/", editing.propose, name="propose_new"),
    path("landschap/voorstellen/", editing.proposal_list, name="proposals"),
    path("landschap/voorstellen/<uuid:proposal>/", editing.proposal, name="proposal"),
    path("landschap/verloopt/", editing.expiring, name="expiring"),
    path("landschap/inlezen/", editing.take_in, name="take_in"),
    path("api/v1/services", api.services, name="api_services"),
    path("api/v1/coverage", api.cover, name="api_coverage"),
]
