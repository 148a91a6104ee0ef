"""The meldcode guide: a conversation for anyone, of which nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rondom.core.http import fills_in, public, sent
from rondom.first_contact.forms.meldcode import GuideForm
from rondom.first_contact.meldcode import GUIDE, grounds


@public
@fills_in
def meldcode(request: HttpRequest) -> HttpResponse:
    """Five steps, five questions, and advice. Answers travel with the page: no row, no event, no address holds them."""
    form = GuideForm(sent(request))
    whole = not form.is_bound or form.is_valid()
    context = {
        "form": form,
        "guide": GUIDE,
        "grounds": grounds(),
        "phone": GUIDE["phone"]["veilig_thuis"],
        "unconfirmed": any(not one.verified_by for texts in GUIDE.values() for one in texts.values()),
    }
    return render(request, "first_contact/meldcode.html", context, status=200 if whole else 422)
