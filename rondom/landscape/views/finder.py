"""Where can I go? For everyone: no account, no cookie, nothing kept of what was asked.

The form is sent by POST, so that the words stand in no address, history or log; GET answers the same, for links and programs.
"""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from rondom.core.http import fills_in, public, reads
from rondom.landscape import finder, topics
from rondom.landscape.finder import Question
from rondom.landscape.languages import Language, choose, languages

# Where "leave quickly" leads: a page that anyone may be looking at. It opens without saying where one comes from.
EXIT = "https://www.buienradar.nl/"
QUESTIONS = {"wat": "what", "wie": "who", "wanneer": "when"}
_KIND_WORDS = {
    "own": "answer_own",
    "near": "answer_near",
    "saw": "answer_near",
    "work": "answer_work",
    "young": "answer_young",
}


@public
@csrf_exempt  # nothing is written, so there is nothing to forge; a token would need a cookie
@fills_in
def find(request: HttpRequest) -> HttpResponse:
    """Three questions, each of which may be skipped, and at most three places that fit."""
    sent = request.POST if request.method == "POST" else request.GET
    question = Question(
        sent.get("q", ""), *(_choice(name, sent.get(asked, "")) for asked, name in QUESTIONS.items())
    )
    # To choose another language or to look again, the form comes back with what was filled in.
    asks = "opnieuw" in sent or not ({"q", *QUESTIONS} & {*sent})
    if asks:
        return _page(request, "find", {"question": question})
    known = finder.index()
    return _page(
        request, "answer", {"question": question, "ranked": finder.find(question, known), "known": known}
    )


@public
@reads
def audience(request: HttpRequest, who: str) -> HttpResponse:
    """What there is to know for someone who went through it, a relative, a bystander, who fears their own behaviour, or a professional."""
    about = _language(request).says["voor"].get(who)
    if about is None:
        raise Http404
    known = finder.index()
    fits = finder.anyone(about["who"])
    return _page(
        request,
        "audience",
        {"about": about, "question": Question(who=about["who"]), "ranked": fits, "known": known},
    )


@public
@reads
def traces(request: HttpRequest) -> HttpResponse:
    """How to remove what a browser keeps of a visit."""
    return _page(request, "traces", {})


def _choice(name: str, given: str) -> str:
    return given if given in topics.choices()[name] else ""


def _language(request: HttpRequest) -> Language:
    wished = request.POST.get("taal") or request.GET.get("taal", "")
    return choose(wished, request.headers.get("Accept-Language", ""))


@cache
def _fixed(code: str) -> dict[str, str]:
    """The parts of a page that are the same for everyone who reads a language."""
    language = languages()[code]
    context = {"t": language.t, "says": language.says, "taal": f"?taal={code}"}
    return {part: render_to_string(f"landscape/finder/{part}.html", context) for part in ("foot", "beside")}


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    language = _language(request)
    if "ranked" in context:
        ranked = context["ranked"]
        context["cards"] = finder.cards(ranked, context["known"], language, timezone.now())
        context["kind_word"] = language.t[_KIND_WORDS.get(ranked.who, "answer_victim")]
    context |= {
        "language": language,
        "languages": languages().values(),
        "t": language.t,
        "says": language.says,
        "exit": EXIT,
        "fixed": _fixed(language.code),
        "here": request.path,
        "taal": f"?taal={language.code}",
        "start": f"{reverse('landscape:finder')}?taal={language.code}",
    }
    response = render(request, f"landscape/finder/{name}.html", context)
    response.headers["Content-Language"] = language.code
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
