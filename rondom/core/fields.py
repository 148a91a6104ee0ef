"""Form fields as the NL Design System draws them: label, hint, errors, control, tied together for a screen reader."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
TEXTAREA = "utrecht-textarea utrecht-textarea--html-textarea"
SELECT = "utrecht-select utrecht-select--html-select"
RADIO = "utrecht-radio-button utrecht-radio-button--html-input"
CHECKBOX = "utrecht-checkbox utrecht-checkbox--html-input"
EMPTY = mark_safe("")  # nosec B308 # nothing


def draw(bound: BoundField, *, kind: str = "", label: str = "", quiet: bool = False) -> SafeString:
    """One field, whole; a choice of yes, no and a third answer becomes a row with three buttons."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    name = label or str(bound.label)
    if isinstance(widget, forms.CheckboxInput):
        return _check(bound, name)
    if isinstance(widget, forms.RadioSelect):
        return _choices(bound, name, kind or _kind(bound), quiet=quiet)
    if isinstance(widget, forms.MultiWidget):
        return _several(bound, name)
    return _single(bound, name, quiet=quiet)


def _mark(bound: BoundField) -> SafeString:
    """The word "required" in brackets, only where the form holds both required and optional fields."""
    if not bound.field.required:
        return EMPTY
    if all(
        field.required
        for field in bound.form.fields.values()
        if not isinstance(field.widget, forms.HiddenInput)
    ):
        return EMPTY
    return format_html(' <span class="rd-field__mark">({})</span>', _("required"))


def _described(bound: BoundField) -> tuple[str, SafeString, SafeString]:
    """The ids that describe the control, the hint and the errors."""
    ids, hint, errors = [], EMPTY, EMPTY
    if bound.help_text:
        ids.append(f"{bound.auto_id}_helptext")
        hint = format_html(
            '<p class="utrecht-form-field-description" id="{}">{}</p>',
            ids[-1],
            conditional_escape(bound.help_text),
        )
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
        items = format_html_join("", "<li>{}</li>", ((error,) for error in bound.errors))
        errors = format_html('<ul class="utrecht-form-field-error-message" id="{}">{}</ul>', ids[-1], items)
    return " ".join(ids), hint, errors


def _class(bound: BoundField, *more: str) -> str:
    """The classes of the field's box."""
    return " ".join(
        ["rd-field", *(["rd-field--error"] if bound.errors else []), *(name for name in more if name)]
    )


def _attributes(bound: BoundField, described: str, css: str) -> dict[str, Any]:
    """What a single control carries: classes, description, validity, and no memory in the browser."""
    own = bound.field.widget.attrs
    attrs = {"class": f"{css} {own.get('class', '')}".strip(), "autocomplete": own.get("autocomplete", "off")}
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _single(bound: BoundField, name: str, *, quiet: bool) -> SafeString:
    widget = bound.field.widget
    described, hint, errors = _described(bound)
    css = (
        SELECT
        if isinstance(widget, forms.Select)
        else TEXTAREA
        if isinstance(widget, forms.Textarea)
        else TEXTBOX
    )
    return format_html(
        '<div class="{}"><label class="utrecht-form-label" for="{}">{}{}</label>{}{}{}</div>',
        _class(bound, "rd-field--quiet" if quiet else ""),
        bound.id_for_label,
        name,
        _mark(bound),
        hint,
        errors,
        bound.as_widget(attrs=_attributes(bound, described, css)),
    )


def _check(bound: BoundField, name: str) -> SafeString:
    described, hint, errors = _described(bound)
    return format_html(
        '<div class="{}">{}<label class="rd-check" for="{}">{}<span>{}{}</span></label>{}</div>',
        _class(bound),
        errors,
        bound.id_for_label,
        bound.as_widget(attrs=_attributes(bound, described, CHECKBOX)),
        name,
        _mark(bound),
        hint,
    )


def _options(bound: BoundField) -> Iterator[dict[str, Any]]:
    """The options people can choose; the dashes of an optional model field are no answer."""
    for option in bound.subwidgets:
        if option.data["value"] not in {"", None}:
            yield option.data


def _kind(bound: BoundField) -> str:
    """`ask` for yes, no and at most one answer more; else chips."""
    values = [str(option["value"]) for option in _options(bound)]
    return "ask" if values[:2] == ["yes", "no"] and len(values) <= 3 else ""  # noqa: PLR2004


def _chip(option: dict[str, Any]) -> SafeString:
    switches = "".join(
        f" {name}"
        for name in ("required", "disabled")
        if option["attrs"].get(name) and option["type"] == "radio"
    )
    return format_html(
        '<label class="rd-chip" for="{0}"><input class="{1}" type="{2}" name="{3}" value="{4}" id="{0}"{5}{6}>'
        "<span>{7}</span></label>",
        option["attrs"].get("id", ""),
        RADIO if option["type"] == "radio" else CHECKBOX,
        option["type"],
        option["name"],
        option["value"],
        mark_safe(" checked") if option["selected"] else "",  # nosec B308 # constants
        mark_safe(switches),  # nosec B308 B703 # noqa: S308 - constants
        option["label"],
    )


def _choices(bound: BoundField, name: str, kind: str, *, quiet: bool) -> SafeString:
    described, hint, errors = _described(bound)
    look = {"": "", "ask": "rd-chips--seg"}.get(kind, f"rd-chips--{kind}")
    return format_html(
        '<fieldset class="{}"{}><legend>{}{}</legend>{}{}<div class="rd-chips {}">{}</div></fieldset>',
        _class(bound, "rd-ask" if kind == "ask" else "rd-fs", "rd-field--quiet" if quiet else ""),
        format_html(' aria-describedby="{}"', described) if described else "",
        name,
        _mark(bound),
        hint,
        errors,
        look,
        format_html_join("", "{}", ((_chip(option),) for option in _options(bound))),
    )


def _several(bound: BoundField, name: str) -> SafeString:
    """A value of several boxes (date and time) in one fieldset, each box named."""
    described, hint, errors = _described(bound)
    widget = bound.field.widget
    base = bound.build_widget_attrs({"id": bound.auto_id}, widget)
    parts = widget.get_context(bound.html_name, bound.value(), base)["widget"]["subwidgets"]
    labels = [_("Date"), _("Time")] if isinstance(widget, forms.SplitDateTimeWidget) else [name] * len(parts)
    boxes = []
    for part, inner, said in zip(parts, widget.widgets, labels, strict=True):
        attrs = {
            **_attributes(bound, described, TEXTBOX),
            "id": part["attrs"]["id"],
            "aria-label": f"{name}: {said}",
        }
        boxes.append((inner.render(part["name"], part["value"], attrs),))
    return format_html(
        '<fieldset class="{}"><legend>{}{}</legend>{}{}<div class="rd-datetime">{}</div></fieldset>',
        _class(bound, "rd-fs"),
        name,
        _mark(bound),
        hint,
        errors,
        format_html_join("", "{}", boxes),
    )


def _faults(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Each error of a form with the id of the control it belongs to (empty: the form as a whole)."""
    for error in form.non_field_errors():
        yield "", str(error)
    for name in form.fields:
        bound = form[name]
        split = isinstance(bound.field.widget, (forms.RadioSelect, forms.MultiWidget))
        for error in bound.errors:
            label = str(bound.label)
            said = f"{label} {error}" if label.endswith("?") else f"{label}: {error}"
            yield f"{bound.auto_id}_0" if split else str(bound.auto_id), said


def summary(several: "Iterable[forms.BaseForm | forms.BaseFormSet[Any]]") -> SafeString:
    """The box at the top that lists every error with a link to its field; nothing when all is well."""
    faults: list[tuple[str, str]] = []
    for form in several:
        if isinstance(form, forms.BaseFormSet):
            faults += [("", str(error)) for error in form.non_form_errors()]
        for one in form.forms if isinstance(form, forms.BaseFormSet) else [form]:
            faults += _faults(one) if one.is_bound else []
    if not faults:
        return EMPTY
    items = (
        format_html('<li><a href="#{}">{}</a></li>', target, said)
        if target
        else format_html("<li>{}</li>", said)
        for target, said in faults
    )
    return format_html(
        '<div class="rd-errors" role="alert" aria-labelledby="rd-errors"><h2 id="rd-errors">{}</h2><ul>{}</ul></div>',
        _("Something is missing or not right yet"),
        format_html_join("", "{}", ((item,) for item in items)),
    )
