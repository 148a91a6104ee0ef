"""The rondomkaart: who stands around the person, who acts, who is next, who waits, who only knows.

A pure function from a `Map` to SVG (wide and small), a key, and the same as a list to read. No models, no styles,
no scripts: colours are classes, words come from gettext, everything that people typed is escaped.

    draw(Map(near=[Near("Noor", "sister", True)], quarters={"law": [Node("Police", "Police", "waits", "until Friday")]}))
"""

import math
from collections.abc import Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rondom.core import rondomkaart_layout as layout
from rondom.core.rondomkaart_parts import (
    DOMAINS,
    Domain,
    Label,
    Map,
    Near,
    Node,
    Picture,
    Pill,
    Quarter,
    Spot,
    State,
    Words,
)
from rondom.core.templatetags.rondom import ICON_OF, domain, domain_word, icons

__all__ = ["Map", "Near", "Node", "draw", "words"]

_START = {"safety": 180, "law": 270, "care": 0, "recovery": 90}


def words() -> Words:
    """The words in the picture, in the reader's language."""
    return Words(
        domains={key: domain_word(key) for key in DOMAINS},
        states={
            "next": pgettext("whose turn", "Next"),
            "active": pgettext("on the map", "active"),
            "waits": pgettext("on the map", "waits"),
            "knows": pgettext("on the map", "only knows"),
        },
        coordinates=pgettext("on the map", "Coordinates"),
        nobody=_("no one yet"),
        unaware=_("does not know"),
    )


def draw(source: Map, prefix: str = "rk") -> SafeString:
    """The whole map: two pictures of which one shows, names for letters and numbers, key and list."""
    said = words()
    big, little = layout.wide(source, said), layout.small(source, said)
    return format_html(
        '<div class="rd-mapbox">{}{}{}{}</div>{}<details class="rd-fold rd-fold--plain"><summary>{}</summary>'
        '<div class="rd-fold__body">{}</div></details>',
        _svg(big, "w", prefix, source, said),
        _svg(little, "m", prefix, source, said),
        _names(big, "w", said),
        _names(little, "m", said),
        _key(said),
        _("Read the map as a list"),
        _list(source, said),
    )


# ---- words


def _state(node: Node, said: Words) -> str:
    """Where an organisation stands, inside a sentence."""
    word = said.states[node.state]
    return word[:1].lower() + word[1:]


def _sentence(node: Node, said: Words) -> str:
    """One organisation in words: state, then the line, then who coordinates."""
    parts = [_state(node, said)]
    if node.line and node.line != parts[0]:
        parts.append(node.line)
    if node.coordinates:
        parts.append(_("coordinates"))
    return ", ".join(parts)


def _knows(person: Near, said: Words) -> str:
    """Someone close by in words."""
    relation = f", {person.relation}" if person.relation and person.relation != person.name else ""
    if person.knows is None:
        return relation
    return f"{relation}: {_('knows') if person.knows else said.unaware}"


def _description(source: Map, said: Words) -> str:
    """What a screen reader hears for the picture; the list below says all."""
    nodes = [node for key in DOMAINS for node in source.quarters.get(key, ())]
    people = ngettext("%(n)d person close by", "%(n)d people close by", len(source.near)) % {
        "n": len(source.near)
    }
    around = ngettext("%(n)d organisation", "%(n)d organisations", len(nodes)) % {"n": len(nodes)}
    turn = ", ".join(node.name for node in nodes if node.state == "next")
    return f"{people}, {around}. {said.states['next']}: {turn or said.nobody}."


def _names(picture: Picture, size: str, said: Words) -> SafeString:
    """What the letters and numbers in a picture stand for; nothing when every name is in it."""
    people = [(dot.letter, dot.near.name + _knows(dot.near, said)) for dot in picture.dots if dot.letter]
    spots = [spot for quarter in picture.quarters.values() for spot in quarter.spots if spot.number]
    around = [(str(spot.number), f"{spot.node.name}: {_state(spot.node, said)}") for spot in spots]
    return format_html_join(
        "",
        '<ul class="rd-names rd-names--{}">{}</ul>',
        (
            (
                f"{size} rd-names--rows" if items is around else size,
                format_html_join("", "<li><b>{}</b> {}</li>", items),
            )
            for items in (people, around)
            if items
        ),
    )


def _key(said: Words) -> SafeString:
    """What the signs mean."""
    order: tuple[State, ...] = ("active", "next", "waits", "knows")
    signs = (
        (mark_safe(_sign(20, 20, state, 0.92)), said.states[state].lower())  # nosec # noqa: S308 - numbers
        for state in order
    )
    return format_html(
        '<ul class="rd-key" aria-label="{}">{}</ul>',
        _("What the signs mean"),
        format_html_join(
            "",
            '<li><svg class="rk rk--key" viewBox="0 0 40 40" aria-hidden="true" focusable="false">{}</svg>{}</li>',
            signs,
        ),
    )


def _list(source: Map, said: Words) -> SafeString:
    """The same as the picture, to read."""
    people = [(person.name, _knows(person, said)) for person in source.near] or [("", said.nobody)]
    groups = [(_("Close by"), format_html_join("", "<li><strong>{}</strong>{}</li>", people))]
    for key in DOMAINS:
        nodes = [(node.name, f": {_sentence(node, said)}") for node in source.quarters.get(key, ())]
        items = format_html_join("", "<li><strong>{}</strong>{}</li>", nodes or [("", said.nobody)])
        groups.append((domain(key, "s"), items))
    return format_html(
        '<div class="rd-map-list">{}</div>',
        format_html_join("", "<div><h3>{}</h3><ul>{}</ul></div>", groups),
    )


# ---- picture


def _svg(picture: Picture, size: str, prefix: str, source: Map, said: Words) -> SafeString:
    ident = f"{prefix}-{size}"
    body = "".join((*_circle(picture), *_quarters(picture, said), *_people(picture, said), _person(picture)))
    return mark_safe(  # nosec B308 B703 # noqa: S308 - numbers, constants and escaped words
        f'<svg class="rk rk--{size}" viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" role="img" '
        f'aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(_("Rondomkaart"))}</title>'
        f'<desc id="{ident}-d">{escape(_description(source, said))}</desc>{body}</svg>'
    )


def _n(value: float) -> str:
    """A number without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


def _at(cx: float, cy: float, r: float, degrees: float) -> str:
    a = math.radians(degrees)
    return f"{_n(cx + r * math.cos(a))} {_n(cy + r * math.sin(a))}"


def _wedge(p: Picture, start: float) -> str:
    """A quarter of the ring, with a parallel gap to its neighbours."""
    outer, inner = (math.degrees(math.asin(2.4 / r)) for r in (p.outer, p.inner))
    a = _at(p.cx, p.cy, p.outer, start + outer), _at(p.cx, p.cy, p.outer, start + 90 - outer)
    b = _at(p.cx, p.cy, p.inner, start + 90 - inner), _at(p.cx, p.cy, p.inner, start + inner)
    r, r0 = _n(p.outer), _n(p.inner)
    return f"M{a[0]}A{r} {r} 0 0 1 {a[1]}L{b[0]}A{r0} {r0} 0 0 0 {b[1]}Z"


def _circle(p: Picture) -> Iterator[str]:
    rim, r = p.outer + 1, _n(p.outer + 1)
    for key, start in _START.items():
        arc = f"M{_at(p.cx, p.cy, rim, start + 1.5)}A{r} {r} 0 0 1 {_at(p.cx, p.cy, rim, start + 88.5)}"
        yield f'<g class="{key}"><path class="wedge" d="{_wedge(p, start)}"/><path class="rim" d="{arc}"/></g>'
    middle = f'cx="{_n(p.cx)}" cy="{_n(p.cy)}"'
    yield f'<circle class="inner" {middle} r="{_n(p.inner - 5)}"/><circle class="near" {middle} r="{_n(p.ring)}"/>'


def _text(label: Label) -> str:
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    return (
        f'<text class="{label.css}" x="{_n(label.x)}" y="{_n(label.y)}"{anchor}>{escape(label.text)}</text>'
    )


def _quarters(p: Picture, said: Words) -> Iterator[str]:
    for key, quarter in p.quarters.items():
        yield f'<g class="{key}">{_title(key, quarter)}'
        yield from (_spot(spot, said) for spot in quarter.spots)
        yield (_text(quarter.nobody) if quarter.nobody else "") + "</g>"


def _title(key: Domain, quarter: Quarter) -> str:
    x, y, scale = quarter.icon
    drawing = icons().get(ICON_OF[key], "")
    place = f"translate({_n(x)} {_n(y)}) scale({scale})"
    return f'<g class="ic" transform="{place}">{drawing}</g>{_text(quarter.title)}'


def _spot(spot: Spot, said: Words) -> str:
    (x0, y0), (x1, y1) = spot.spoke
    wire = "L".join(f"{_n(x)} {_n(y)}" for x, y in spot.wire)
    parts = [
        f"<g><title>{escape(spot.node.name)}: {escape(_sentence(spot.node, said))}</title>",
        f'<path class="spoke spoke--{spot.node.state}" d="M{_n(x0)} {_n(y0)}L{_n(x1)} {_n(y1)}"/>',
        f'<path class="wire" d="M{wire}"/>' if wire else "",
        _sign(spot.x, spot.y, spot.node.state, spot.scale),
        *(_text(label) for label in spot.labels),
        *(_pill(pill) for pill in spot.pills),
        "</g>",
    ]
    return "".join(parts)


def _pill(pill: Pill) -> str:
    box = pill.box
    size = f'width="{_n(box.x1 - box.x0)}" height="{_n(box.y1 - box.y0)}" rx="4"'
    middle = f'x="{_n((box.x0 + box.x1) / 2)}" y="{_n((box.y0 + box.y1) / 2 + 4.3)}" text-anchor="middle"'
    return (
        f'<rect class="{pill.css}" x="{_n(box.x0)}" y="{_n(box.y0)}" {size}/>'
        f'<text class="{pill.css}t" {middle}>{escape(pill.text)}</text>'
    )


def _sign(x: float, y: float, state: State, s: float) -> str:
    """Check, arrow with halo, dots in a dashed circle, hollow square: told apart without colour."""
    middle, r = f'cx="{_n(x)}" cy="{_n(y)}"', _n(13 * s)
    if state == "active":
        check = f"M{_n(x - 5 * s)} {_n(y + 0.4 * s)}l{_n(3.5 * s)} {_n(3.6 * s)}l{_n(6.5 * s)} {_n(-7.2 * s)}"
        return f'<circle class="node--active" {middle} r="{r}"/><path class="gly" d="{check}"/>'
    if state == "next":
        arrow = (
            f"M{_n(x - 6 * s)} {_n(y)}h{_n(12 * s)}m{_n(-5 * s)} {_n(-5 * s)}l{_n(5 * s)} {_n(5 * s)}"
            f"l{_n(-5 * s)} {_n(5 * s)}"
        )
        halo = f'<circle class="halo" {middle} r="{_n(19 * s)}"/>'
        return f'{halo}<circle class="node--next" {middle} r="{r}"/><path class="gly" d="{arrow}"/>'
    if state == "waits":
        dots = "".join(
            f'<circle class="dots" cx="{_n(x + d * s)}" cy="{_n(y)}" r="{_n(1.7 * s)}"/>'
            for d in (-5.2, 0, 5.2)
        )
        return f'<circle class="node--waits" {middle} r="{r}"/>{dots}'
    side = _n(18 * s)
    return f'<rect class="node--knows" x="{_n(x - 9 * s)}" y="{_n(y - 9 * s)}" width="{side}" height="{side}" rx="3"/>'


def _people(p: Picture, said: Words) -> Iterator[str]:
    for dot in p.dots:
        no = "--no" if dot.near.knows is False else ""
        yield f"<g><title>{escape(dot.near.name + _knows(dot.near, said))}</title>"
        yield f'<circle class="p{no}" cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(dot.r)}"/>'
        if dot.letter:
            where = f'x="{_n(dot.x)}" y="{_n(dot.y + 4.3)}" text-anchor="middle"'
            yield f'<text class="pn{" pn--no" if no else ""}" {where}>{escape(dot.letter)}</text>'
        elif no:
            yield f'<path class="slash" d="M{_n(dot.x - 4)} {_n(dot.y + 4)}l8 -8"/>'
        yield "".join(_text(label) for label in dot.labels) + "</g>"


def _person(p: Picture) -> str:
    r, x, y = p.me, _n(p.cx), p.cy
    body = f"M{_n(p.cx - r * 0.5)} {_n(y + r * 0.54)}a{_n(r * 0.5)} {_n(r * 0.5)} 0 0 1 {_n(r)} 0z"
    return (
        f'<circle class="me" cx="{x}" cy="{_n(y)}" r="{_n(r)}"/>'
        f'<circle class="me-g" cx="{x}" cy="{_n(y - r * 0.24)}" r="{_n(r * 0.27)}"/><path class="me-g" d="{body}"/>'
    )
