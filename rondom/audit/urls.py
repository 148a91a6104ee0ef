from django.urls import path

from rondom.audit import views

app_name = "audit"

urlpatterns = [
    path("logboek/checkpoint", views.checkpoint, name="checkpoint"),
    path("logboek/consistentie", views.consistency, name="consistency"),
]
