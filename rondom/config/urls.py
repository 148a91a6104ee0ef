"""Every address of Rondom; each room lists its own."""

from django.conf import settings
from django.urls import include, path

from rondom.core import views as core

handler400 = core.bad_request
handler404 = core.not_found
handler500 = core.server_error

urlpatterns = [
    path("healthz", core.healthz, name="healthz"),
    path(".well-known/security.txt", core.security_txt, name="security_txt"),
    path("taal/", core.language, name="set_language"),
    path("", include("rondom.landscape.urls")),  # first, as who has no account comes here most
    path("", include("rondom.audit.urls")),
    path("", include("rondom.accounts.urls")),
    path("", include("rondom.organisations.urls")),
    path("programma/", include("rondom.programme.urls")),
    path("", include("rondom.rights.urls")),
    path("", include("rondom.coordination.urls")),
    path("", include("rondom.triage.urls")),
    path("", include("rondom.first_contact.urls")),
    path("", include("rondom.sharing.urls")),
    path("", include("rondom.cases.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("rondom.demo.urls")))
