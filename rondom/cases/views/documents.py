"""The files of a case: the list, add one, open one, whether it may be shared, withdraw one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases import policies
from rondom.cases.actions import documents, dossier
from rondom.cases.forms.documents import AddDocumentForm, ReadDocumentForm, ShareableForm
from rondom.cases.models import Case, Document
from rondom.core import uploads
from rondom.core.errors import NotThere
from rondom.core.http import brings_files, fills_in, reads, sent, status_of
from rondom.organisations.middleware import ActorRequest


@reads
def document_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The files of a case that I may see, newest on top."""
    case = dossier.open_case(actor=request.actor, pk=pk)
    found = Document.objects.filter(case=case).without_content().order_by("-added_at", "-pk")
    return render(request, "cases/documents.html", {"nav": "cases", "case": case, "documents": found})


@brings_files
@fills_in
def add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add a file; it is made safe first, and the case is taken only then."""
    case = dossier.open_case(actor=request.actor, pk=pk)
    policies.must_be_open(case)
    policies.may_add_document(request.actor, case)
    form = AddDocumentForm(sent(request), request.FILES or None, held=case.held)
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "case": case, "form": form}
        return render(request, "cases/document_add.html", context, status=status_of(request))
    case = dossier.locked(request.actor, pk)
    documents.add(actor=request.actor, case=case, brought=form.brought(), about=form.about())
    messages.success(request, _("The file is added. What it told of place, maker and time is taken out."))
    return redirect("cases:documents", pk)


@fills_in
def read(request: ActorRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Open a file: first why, then to keep."""
    case, document = _found(request, pk, document_pk)
    policies.must_be_there(document, case)
    form = ReadDocumentForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, case, document, "cases/document.html", form=form)
    purpose = form.cleaned_data["purpose"]
    opened = documents.read(actor=request.actor, case=case, document=document, purpose=purpose)
    if not opened.content:  # its key was destroyed
        raise NotThere("document", document_pk, case_id=pk)
    return uploads.given_back(uploads.Brought(opened.name, uploads.BY_NAME[opened.media], opened.content))


@fills_in
def shareable(request: ActorRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Whether others may see a file of my own organisation."""
    case, document = _found(request, pk, document_pk)
    policies.must_be_own_document(document, request.actor, case)
    policies.must_be_there(document, case)
    form = ShareableForm(sent(request), initial={"shareable": document.shareable})
    if request.method != "POST" or not form.is_valid():
        return _page(request, case, document, "cases/document_shareable.html", form=form)
    said = Document.Shareable(form.cleaned_data["shareable"])
    documents.may_be_shared(actor=request.actor, case=case, document=document, shareable=said)
    messages.success(request, _("It is noted whether this file may be shared."))
    return redirect("cases:documents", pk)


@fills_in
def withdraw(request: ActorRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Withdraw a file of my own organisation, after a question."""
    case, document = _found(request, pk, document_pk)
    policies.must_be_own_document(document, request.actor, case)
    policies.must_be_there(document, case)
    if request.method != "POST":
        return _page(request, case, document, "cases/document_withdraw.html")
    documents.withdraw(actor=request.actor, case=case, document=document)
    messages.success(request, _("The file is withdrawn. Its content is destroyed."))
    return redirect("cases:documents", pk)


def _found(request: ActorRequest, pk: UUID, document_pk: UUID) -> tuple[Case, Document]:
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    document = Document.objects.filter(case=case, pk=document_pk).without_content().first()
    if document is None:
        raise NotThere("document", document_pk, case_id=pk)
    return case, document


def _page(request: ActorRequest, case: Case, document: Document, template: str, **more: Any) -> HttpResponse:
    context = {"nav": "cases", "case": case, "document": document, **more}
    return render(request, template, context, status=status_of(request))
