import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone, translation

from rondom.core.templatetags import rondom as tags

ROOT = Path(tags.__file__).parents[2]
YES_NO = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


def page(request):
    return HttpResponse()


def room(name):
    return include(([path("", page, name=name[1])], name[0]))


urlpatterns = [
    path("", page, name="today"),
    path("cases/", room(("cases", "list"))),
    path("mdt/", room(("triage", "meeting"))),
    path("new/", room(("first_contact", "new"))),
    path("landscape/", room(("landscape", "proposals"))),
    path("programme/", room(("programme", "overview"))),
    path("in/", page, name="sign_in"),
    path("out/", page, name="sign_out"),
    path("language/", page, name="set_language"),
    path("account/", page, name="factors"),
    path("stay/", page, name="stay"),
    path("organisation/", page, name="organisation"),
]


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.ROOT_URLCONF = __name__
    with translation.override("en"):
        yield


def render(source, **context):
    return engines["django"].from_string(source).render(context)


class Example(forms.Form):
    reason = forms.CharField(label="Why <not>?", help_text="In one sentence.", widget=forms.Textarea)
    phone = forms.CharField(
        label="Phone", required=False, widget=forms.TextInput(attrs={"type": "tel", "class": "own"})
    )
    who = forms.ChoiceField(label="Who", choices=[("a", "A & B"), ("c", "C")], required=False)
    call = forms.ChoiceField(label="May we call?", choices=YES_NO, widget=forms.RadioSelect, required=False)
    channel = forms.ChoiceField(label="Channel", choices=[("x", "X"), ("y", "Y")], widget=forms.RadioSelect)
    wishes = forms.MultipleChoiceField(
        label="Wishes", choices=[("x", "X"), ("y", "Y")], widget=forms.CheckboxSelectMultiple, required=False
    )
    told = forms.BooleanField(label="Told", required=False)
    at = forms.SplitDateTimeField(
        label="When", required=False, widget=forms.SplitDateTimeWidget(date_attrs={"type": "date"})
    )
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def test_an_icon_is_decoration():
    drawn = tags.icon("plus", "s")
    assert drawn.startswith(
        '<svg class="rd-i rd-i--s" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path'
    )


def test_an_unknown_icon_is_an_error_here_and_empty_in_production(settings):
    tags.icon.cache_clear()
    with pytest.raises(LookupError, match="no-such-icon"):
        tags.icon("no-such-icon")
    settings.DEMO = False
    assert tags.icon("no-such-icon").endswith('focusable="false"></svg>')
    tags.icon.cache_clear()


def test_every_icon_named_in_a_template_exists():
    named = {
        name
        for file in ROOT.glob("*/templates/**/*.html")
        for name in re.findall(r"""\{% icon ["']([\w-]+)|icon=["']([\w-]+)""", file.read_text())
        for name in name
        if name
    }
    assert named
    assert not named - set(tags.icons())


def test_a_tag_escapes_and_has_its_kind():
    assert tags.tag("<b>") == '<span class="rd-tag">&lt;b&gt;</span>'
    assert render('{% tag "Next" kind="turn" icon="plus" %}').startswith(
        '<span class="rd-tag rd-tag--turn"><svg'
    )


@pytest.mark.parametrize("key", ["safety", "law", "care", "recovery"])
def test_a_domain_has_icon_and_word(key):
    drawn = render("{% domain key 's' %}", key=key)
    assert f'class="rd-dom rd-dom--{key} rd-dom--s"' in drawn
    assert drawn.endswith(f"</svg>{key.capitalize()}</span>")


def test_a_text_field_ties_label_hint_and_control():
    drawn = render("{% field f.reason %}", f=Example())
    assert '<label class="utrecht-form-label" for="id_reason">Why &lt;not&gt;? <span' in drawn
    assert '<p class="utrecht-form-field-description" id="id_reason_helptext">In one sentence.</p>' in drawn
    assert 'class="utrecht-textarea utrecht-textarea--html-textarea"' in drawn
    assert 'aria-describedby="id_reason_helptext"' in drawn
    assert "aria-invalid" not in drawn


def test_an_error_is_tied_to_its_control():
    drawn = render("{% field f.reason %}", f=Example({}))
    assert '<div class="rd-field rd-field--error">' in drawn
    assert '<ul class="utrecht-form-field-error-message" id="id_reason_error"><li>' in drawn
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_what_was_typed_comes_back_and_the_browser_remembers_nothing():
    drawn = render("{% field f.phone %}", f=Example({"phone": '"><script>'}))
    assert "&quot;&gt;&lt;script&gt;" in drawn
    assert 'type="tel"' in drawn
    assert 'autocomplete="off"' in drawn
    assert 'class="utrecht-textbox utrecht-textbox--html-input own"' in drawn


def test_required_is_said_only_where_it_tells_something():
    class Whole(forms.Form):
        one = forms.CharField()

    assert "(required)" in render("{% field f.reason %}", f=Example())
    assert "(required)" not in render("{% field f.phone %}", f=Example())
    assert "(required)" not in render("{% field f.one %}", f=Whole())


def test_a_label_can_be_hidden_or_said_otherwise():
    drawn = render('{% field f.phone quiet=True label="Number" %}', f=Example())
    assert 'class="rd-field rd-field--quiet"' in drawn
    assert ">Number</label>" in drawn


def test_a_select_escapes_its_options():
    drawn = render("{% field f.who %}", f=Example())
    assert '<select name="who" class="utrecht-select utrecht-select--html-select"' in drawn
    assert "A &amp; B" in drawn


def test_radios_are_chips_in_a_fieldset():
    drawn = render("{% field f.channel %}", f=Example({"channel": "y"}))
    assert drawn.startswith('<fieldset class="rd-field rd-fs"><legend>Channel')
    assert drawn.count('class="rd-chip"') == 2
    assert 'value="y" id="id_channel_1" checked' in drawn
    assert drawn.count(" checked") == 1
    assert 'class="utrecht-radio-button utrecht-radio-button--html-input" type="radio"' in drawn


def test_yes_no_unknown_is_a_row():
    drawn = render("{% field f.call %}", f=Example())
    assert 'class="rd-field rd-ask"' in drawn
    assert 'class="rd-chips rd-chips--seg"' in drawn


def test_checkboxes_are_chips_and_keep_their_ticks():
    drawn = render('{% field f.wishes kind="four" %}', f=Example({"wishes": ["x", "y"]}))
    assert 'class="rd-chips rd-chips--four"' in drawn
    assert drawn.count(" checked") == 2
    assert 'type="checkbox" name="wishes"' in drawn


def test_one_checkbox_has_its_label_beside_it():
    drawn = render("{% field f.told %}", f=Example({"told": "on"}))
    assert '<label class="rd-check" for="id_told"><input type="checkbox"' in drawn
    assert "<span>Told</span></label>" in drawn


def test_date_and_time_are_each_named():
    drawn = render("{% field f.at %}", f=Example({"at_0": "2026-05-12", "at_1": "09:52"}))
    assert 'aria-label="When: Date"' in drawn
    assert 'aria-label="When: Time"' in drawn
    assert 'value="2026-05-12"' in drawn
    assert 'type="date"' in drawn


def test_a_hidden_field_stays_hidden():
    assert render("{% field f.hidden %}", f=Example()) == '<input type="hidden" name="hidden" id="id_hidden">'


def test_the_error_box_links_to_the_fields():
    form = Example({})
    form.add_error(None, "Not <today>.")
    drawn = render("{% errors f %}", f=form)
    assert 'role="alert"' in drawn
    assert "<li>Not &lt;today&gt;.</li>" in drawn
    assert '<a href="#id_reason">Why &lt;not&gt;? This field is required.</a>' in drawn
    assert '<a href="#id_channel_0">Channel: ' in drawn


def test_the_error_box_reads_formsets_and_is_absent_when_all_is_well():
    several = forms.formset_factory(Example)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-phone": "1"}
    assert 'href="#id_form-0-reason"' in render("{% errors f s %}", f=Example(), s=several(data))
    assert render("{% errors f s %}", f=Example(), s=several()) == ""


def test_bars_are_decoration_and_stay_inside():
    assert tags.progress(1.7) == tags.progress(1)
    now = timezone.now()
    hours = [timedelta(hours=h) for h in (-80, -8, 10)]
    drawn = tags.windowbar(now + hours[0], now, now + hours[1], now + hours[2], domain="law")
    assert drawn.startswith('<svg class="rd-winbar rd-k--law" aria-hidden="true"')
    assert 'class="v"' not in drawn  # surely open is over
    assert 'class="u"' in drawn
    assert "nan" not in drawn
    assert all(0 <= float(part) <= 100 for part in re.findall(r'"([-\d.]+)%"', drawn))


def test_a_window_that_was_used_is_not_a_warning():
    now = timezone.now()
    drawn = tags.windowbar(now, now, now + timedelta(hours=3), now + timedelta(hours=3), done=True)
    assert 'class="d"' in drawn
    assert 'class="u"' not in drawn


# ---- pages

ACTOR = SimpleNamespace(
    user=SimpleNamespace(display_name="Anne <b>"), organisation=SimpleNamespace(name="CSG")
)
FRAME = '{% extends "base.html" %}{% block title %}Today{% endblock %}{% block content %}<h1>Hi</h1>{% endblock %}'


def frame(source=FRAME, **context):
    request = RequestFactory().get("/cases/?next=1&q=x")
    return engines["django"].from_string(source).render({"demo": False, "messages": [], **context}, request)


def test_the_frame_knows_who_and_where():
    drawn = frame(actor=ACTOR, nav="cases")
    assert '<html lang="en" dir="ltr">' in drawn
    assert "<title>Today – Rondom</title>" in drawn
    assert "Anne &lt;b&gt;" in drawn
    assert drawn.count('aria-current="page"') == 1
    assert '<a href="/cases/" aria-current="page">Cases</a>' in drawn
    assert 'name="next" value="/cases/?next=1&amp;q=x"' in drawn
    assert drawn.count("csrfmiddlewaretoken") == 3


def test_the_frame_works_signed_out():
    drawn = frame(actor=None)
    assert "Sign out" not in drawn
    assert "New report" not in drawn
    assert "Nederlands" in drawn


def test_messages_are_announced_with_their_tone():
    said = [SimpleNamespace(level_tag=level) for level in ("success", "warning", "error")]
    drawn = frame(actor=None, messages=said)
    assert 'class="rd-messages rd-stack-s" role="status"' in drawn
    assert [drawn.count(f"rd-call--{tone}") for tone in ("ok", "warn", "danger")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("name", "context", "words"),
    [
        ("403.html", {"reason": "Only <you>."}, ["Only &lt;you&gt;."]),
        ("404.html", {}, ["same answer to both"]),
        ("409.html", {"reason": "Closed.", "instead": "Reopen it."}, ["Closed.", "Reopen it."]),
        ("500.html", {}, ["not because of you"]),
    ],
)
def test_error_pages_say_what_to_do(name, context, words):
    drawn = engines["django"].get_template(name).render({"actor": None, **context}, RequestFactory().get("/"))
    assert all(word in drawn for word in words)
    assert "nl-button--primary" in drawn


def test_the_page_for_our_own_fault_needs_nothing():
    assert "Rondom" in engines["django"].get_template("500.html").render({})


INLINE = (
    r"""<script(?! src=)|<style|\sstyle=|\son\w+=["']|javascript:"""  # scripts are files of our own, and few
)


def test_nothing_inline():
    for file in ROOT.glob("*/templates/**/*.html"):
        assert not re.search(INLINE, file.read_text()), file
    assert not re.search(rf"{INLINE}|https?://", frame(actor=ACTOR))


def test_the_pages_that_have_a_script_are_known():
    found = {file.name for file in ROOT.glob("*/templates/**/*.html") if "<script" in file.read_text()}
    assert found == {
        "session.html", "proof.html", "add_passkey.html", "new.html", "draft.html", "windows_report.html",
        "document_add.html", "meldcode.html", "live.html", "map_then.html", "frame.html",
    }  # fmt: skip


def test_own_classes_in_the_style_sheets_stay_in_their_own_corner():
    for file in (ROOT / "core/static/rondom").glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
        assert "@import" not in css
        assert "url(" not in css
        assert css.count("{") == css.count("}")
