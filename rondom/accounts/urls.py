"""Addresses of the door."""

from django.urls import path

from rondom.accounts import views

urlpatterns = [
    path("inloggen/", views.sign_in, name="sign_in"),
    path("inloggen/tweede-stap/", views.second_proof, name="second_proof"),
    path("uitloggen/", views.sign_out, name="sign_out"),
    path("blijven/", views.stay, name="stay"),
    path("bevestigen/", views.confirm, name="confirm"),
    path("account/tweede-stap/", views.factors, name="factors"),
    path("account/tweede-stap/app/", views.add_code_app, name="add_code_app"),
    path("account/tweede-stap/passkey/", views.add_passkey, name="add_passkey"),
    path("account/tweede-stap/herstelcodes/", views.recovery_codes, name="recovery_codes"),
    path("account/tweede-stap/<int:number>/weg/", views.remove_factor, name="remove_factor"),
    path("account/wachtwoord/", views.password, name="password"),
]
