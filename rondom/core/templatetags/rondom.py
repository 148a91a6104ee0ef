"""What pages are built from. Every tag is a builtin of the template engine: no {% load %} needed.

{% icon "plus" %} {% icon "clock" size="s" %}     decoration beside a word: s, m (default), l
{% ring %} {% ring "check" %}                      the mark of Rondom; with a check for "all done"
{% due step.due_at now %}                          relative bold, absolute muted; line=True on one line
{% due window.closes now late="..." %}             your own words once it has passed
{% moment event.at now %}                          absolute: "today 16:40"; without now the whole date; takes dates
{% left case.clock_due now %}                      "4 hours and 18 minutes"
{% progress 0.82 %}                                a thin bar, decoration beside the words
{% windowbar from now first last domain="care" %}  acute window: sure, hatched unsure, mark for now; done=True
{% windowkey %}                                    what the marks of the window bars mean
{% tag "In triage" kind="wait" icon="clock" %}     kinds: turn over soon ok wait, or none
{% domain "care" size="s" %}                       icon and word: safety law care recovery
{% field form.reason %}                            label, hint, errors, control; quiet=True hides the label
{% field form.scope kind="four" %}                 radios and checkboxes are chips; kind: ask seg four list plain
{% errors form people_formset %}                   above the form; nothing when all is well
{% rondomkaart map %}                              the map with key and list; prefix="b" for a second one

Page frame: {% extends "base.html" %} with the blocks title (a case code at most, never a name), content, and when
needed before (a bar over the whole width) and main_class. Context `nav`: today, cases, meeting or new.

Parts of a page (rondom.css, forms.css, case.css), the outer class first:

rd-stack-s rd-stack rd-stack-l                     space between children; rd-narrow for a page with one form
rd-cols rd-cols--aside rd-cols--desk               main column, then .rd-cols__side, then what follows the first
rd-head, rd-lead, rd-crumb, rd-actions             title with something at its end; path; buttons in a row
rd-card (--flush)                                  > rd-card__head (h2 + .rd-count), list, rd-card__foot
ol.rd-rows > li.rd-row (--over --soon --one)       {% due %}, div > h3.rd-row__title a + p.rd-row__meta, .rd-row__go
rd-call (--warn --danger --ok --law)               {% icon %} + div > p; a note that must be seen; rd-note is a small one
rd-banner, dl.rd-figs (--4), dl.rd-facts, dl.rd-dl one thing at a set time; figures; facts in a line; facts below each other
details.rd-fold (--plain --foot --wide) > summary  + .rd-fold__body; --wide is always open on a wide screen
rd-empty, rd-error, ul.rd-personas > li.rd-card    nothing to do; something wrong; who to be in the demo
form.rd-form (novalidate) > fields, .rd-actions    .rd-grid2 for two beside each other, .rd-asks around yes-no rows
rd-report > .rd-report__side + form                .rd-countdown, nav.rd-steps ol > li.is-done|is-begun|is-open|is-wrong, .rd-saved
details.rd-sec > summary > .rd-sec__num + h2       + .rd-sec__body with the id (a link to it opens the section); .rd-dock last
form.rd-filter, .rd-pager, .rd-form-row--3         search fields in a row; to the next page; one row that adds something
rd-case > .rd-case__head .rd-case__safe .rd-case__rest   in this order; .rd-safe, .rd-turn, .rd-pair > .rd-mini
details.rd-tabs.rd-fold > summary + nav ul         parts of a case
ol.rd-win > li, ul.rd-wins > li                    acute windows as cells (case) or lines (report)
rd-plan > section.rd-plan__d.rd-k--care            h3 {% domain %}, ul > li.rd-act (--done --next) > icon + div
rd-story, ol.rd-time, blockquote.rd-quote          folded story; timeline; someone's own words
rd-mdtbar, rd-mdt > .rd-mdt__side                  ol.rd-agenda, ul.rd-seats, .rd-now, .rd-views > article.rd-view, ol.rd-qs, .rd-dec, .rd-savebar
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from rondom.core import fields, moments

if TYPE_CHECKING:
    from rondom.core.rondomkaart import Map

register = template.Library()

ICON_OF = {"safety": "shield", "law": "scale", "care": "stethoscope", "recovery": "plant", "education": "notes", "debts": "files", "housing": "home"}  # fmt: skip

_DOMAINS = {
    "safety": pgettext_lazy("domain", "Safety"),
    "law": pgettext_lazy("domain", "Law"),
    "care": pgettext_lazy("domain", "Care"),
    "recovery": pgettext_lazy("domain", "Recovery"),
    "education": pgettext_lazy("domain", "Education"),
    "debts": pgettext_lazy("domain", "Debts"),
    "housing": pgettext_lazy("domain", "Housing"),
}

NOTHING = mark_safe("")  # nosec B308 # nothing


def domain_word(key: str) -> str:
    """The word for a domain of the plan."""
    return str(_DOMAINS[key])


@cache
def icons() -> Mapping[str, str]:
    """The drawings made by the asset build, read once."""
    drawings: dict[str, str] = json.loads((settings.ROOT / "build" / "icons.json").read_text())
    return drawings


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: str = "m") -> SafeString:
    """An inline drawing beside a word; an unknown name is an error except in production, where it stays empty."""
    drawing = icons().get(name)
    if drawing is None:
        if settings.DEBUG or settings.DEMO:
            message = f"No icon {name!r} in build/icons.json: add it to the asset build."
            raise LookupError(message)
        drawing = ""
    css = "rd-i" if size == "m" else f"rd-i rd-i--{size}"
    return mark_safe(  # nosec B308 B703 # noqa: S308 - the drawing is ours, made at build time
        f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawing}</svg>'
    )


@register.simple_tag
@lru_cache(maxsize=4)
def ring(inside: str = "me") -> SafeString:
    """The circle of four: the mark of the product, with a person or a check inside."""
    middle = '<circle class="me" cx="16" cy="16" r="4"/>'
    if inside == "check":
        middle = '<path class="mark" d="M11 16.5l3.5 3.5l6.5-7"/>'
    return mark_safe(  # nosec B308 B703 # noqa: S308 - constants
        '<svg class="rd-ring" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
        '<path class="safety" d="M4.1 13.5A12 12 0 0 1 13.5 4.1"/><path class="law" d="M18.5 4.1A12 12 0 0 1 27.9 13.5"/>'
        '<path class="care" d="M27.9 18.5A12 12 0 0 1 18.5 27.9"/>'
        f'<path class="recovery" d="M13.5 27.9A12 12 0 0 1 4.1 18.5"/>{middle}</svg>'
    )


@register.simple_tag
def due(moment: datetime | None, now: datetime, *, late: str = "", line: bool = False) -> SafeString:
    """A deadline: how far away in bold, the moment itself muted."""
    if moment is None:
        return NOTHING
    state = moments.state(moment, now)
    css = f"rd-due rd-due--{state}" if state else "rd-due"
    return format_html(
        '<time class="{}" datetime="{}"><strong>{}</strong> <span>{}</span></time>',
        f"{css} rd-due--line" if line else css,
        timezone.localtime(moment).isoformat(timespec="minutes"),
        late if late and state == "over" else moments.relative(moment, now),
        moments.absolute(moment, now),
    )


@register.simple_tag(name="moment")
def moment_tag(value: date | None, now: datetime | None = None) -> SafeString:
    """A moment or a day, in words."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        machine, said = timezone.localtime(value).isoformat(timespec="minutes"), moments.absolute(value, now)
    else:
        machine, said = value.isoformat(), moments.day(value, timezone.localtime(now).date() if now else None)
    return format_html('<time datetime="{}">{}</time>', machine, said)


@register.simple_tag
def in_full(day: date, at: datetime | None = None, now: datetime | None = None) -> SafeString:
    """A day with its whole name, and the time of day when one was said."""
    machine = timezone.localtime(at).isoformat(timespec="minutes") if at else day.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, moments.in_full(day, at, now))


@register.simple_tag
def left(moment: datetime, now: datetime) -> str:
    """What is left of a clock, to the minute."""
    return moments.remaining(moment, now)


@register.simple_tag
def tag(text: str, kind: str = "", icon: str = "") -> SafeString:
    """A word in a small box, with an icon when given."""
    return format_html(
        '<span class="rd-tag{}{}">{}{}</span>',
        " rd-tag--" if kind else "",
        kind,
        _icon(icon) if icon else "",
        text,
    )


_icon = icon  # `tag` has an argument of that name


@register.simple_tag
def domain(key: str, size: str = "") -> SafeString:
    """A domain of the plan: icon and word in its colour."""
    return format_html(
        '<span class="rd-dom rd-dom--{}{}">{}{}</span>',
        key,
        " rd-dom--s" if size == "s" else "",
        icon(ICON_OF[key]),
        domain_word(key),
    )


@register.simple_tag
def field(bound: BoundField, *, kind: str = "", label: str = "", quiet: bool = False) -> SafeString:
    """One form field, whole."""
    return fields.draw(bound, kind=kind, label=label, quiet=quiet)


@register.simple_tag
def errors(*several: Any) -> SafeString:
    """Every error of these forms, with links, in one box; a list of forms counts as each of them, none as none."""
    lists = [one if isinstance(one, list) else [one] for one in several]
    return fields.summary(form for each in lists for form in each if form)


@register.filter
def as_json(value: Any) -> str:
    """A value for a script, in an attribute."""
    return json.dumps(value)


@register.simple_tag
def progress(part: float) -> SafeString:
    """A thin bar, filled for a part between 0 and 1; decoration beside the words."""
    return mark_safe(  # nosec B308 B703 # noqa: S308 - numbers and constants
        '<svg class="rd-bar" aria-hidden="true" focusable="false"><rect class="t" width="100%" height="8" rx="4"/>'
        f'<rect class="v" width="{100 * min(1.0, max(0.0, part)):.0f}%" height="8" rx="4"/></svg>'
    )


@register.simple_tag
def windowbar(
    start: datetime,
    now: datetime,
    first: datetime,
    last: datetime,
    *,
    domain: str = "care",
    done: bool = False,
) -> SafeString:
    """From the event to the closing of an acute window: surely open, hatched when unsure, a mark for now."""
    whole = max(1.0, (max(last, now) - start).total_seconds())

    def at(moment: datetime) -> float:
        return 100 * min(1.0, max(0.0, (moment - start).total_seconds() / whole))

    parts = [_rect("t", 0, 100, 5, 6)]
    if done:
        parts.append(_rect("d", 0, 100, 5, 6))
    else:
        sure, unsure = max(at(first), at(now)), max(at(last), at(now))
        parts += [
            _rect("v", at(now), sure, 3, 10),
            _hatch(at(first), at(last), 8, 6),
            _hatch(sure, unsure, 8, 10),
        ]
    return _bar(
        f"rd-k--{domain}", "".join(parts) + f'<rect class="n" x="{at(now):.1f}%" width="3" height="16"/>'
    )


def _rect(css: str, start: float, end: float, y: int, height: int) -> str:
    width = end - start
    return (
        f'<rect class="{css}" x="{start:.1f}%" y="{y}" width="{width:.1f}%" height="{height}"/>'
        if width > 0
        else ""
    )


def _hatch(start: float, end: float, y: int, height: int) -> str:
    """Stripes of a fixed size, whatever the width of the bar: a thick dashed line."""
    ends = f'x1="{start:.1f}%" x2="{end:.1f}%" y1="{y}" y2="{y}"'
    return f'<line class="u" {ends} stroke-width="{height}" stroke-dasharray="3 2"/>' if end > start else ""


def _bar(css: str, inner: str) -> SafeString:
    return mark_safe(  # nosec B308 B703 # noqa: S308 - numbers and constants
        f'<svg class="rd-winbar {css}" aria-hidden="true" focusable="false">{inner}</svg>'
    )


@register.simple_tag
def windowkey() -> SafeString:
    """What the marks in the bars of the acute windows mean."""
    return format_html(
        '<ul class="rd-winkey" aria-label="{}"><li>{}{}</li><li>{}{}</li><li>{}{}</li></ul>',
        _("What the bars mean"),
        _bar("", '<rect class="n" x="45%" width="3" height="16"/>'),
        pgettext("mark on a bar", "now"),
        _bar("", _rect("v", 0, 100, 3, 10)),
        _("surely still possible"),
        _bar("", _hatch(0, 100, 8, 10)),
        _("depends on the exact moment"),
    )


@register.simple_tag
def rondomkaart(source: "Map", prefix: str = "rk") -> SafeString:
    """The circle around the person: two pictures, key and list."""
    from rondom.core.rondomkaart import draw  # noqa: PLC0415 - the map draws with these tags

    return draw(source, prefix)
