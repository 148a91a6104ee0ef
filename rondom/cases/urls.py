"""Addresses of cases."""

from django.urls import path

from rondom.cases.views import documents, dossier, telling, wish

app_name = "cases"
urlpatterns = [
    path("zaken/", dossier.case_list, name="list"),
    path("zaken/<uuid:pk>/verhaal/", dossier.story, name="story"),
    path("zaken/<uuid:pk>/verhaal/aanvullen/", telling.add, name="add_to_story"),
    path("zaken/<uuid:pk>/opnieuw-gevraagd/", telling.retold, name="retold"),
    path("zaken/<uuid:pk>/bestanden/", documents.document_list, name="documents"),
    path("zaken/<uuid:pk>/bestanden/nieuw/", documents.add, name="document_add"),
    path("zaken/<uuid:pk>/bestanden/<uuid:document_pk>/", documents.read, name="document"),
    path(
        "zaken/<uuid:pk>/bestanden/<uuid:document_pk>/delen/", documents.shareable, name="document_shareable"
    ),
    path(
        "zaken/<uuid:pk>/bestanden/<uuid:document_pk>/intrekken/",
        documents.withdraw,
        name="document_withdraw",
    ),
    path("zaken/<uuid:pk>/tekst/<uuid:entry_pk>/wet/", dossier.relabel, name="relabel"),
    path("zaken/<uuid:pk>/wens-regiehouder/", wish.contact_wish, name="contact_wish"),
    path("zaken/<uuid:pk>/logboek/", dossier.log, name="log"),
]
