"""A page says the same with its constant parts worked out once, in the language of who reads it."""

import pytest
from django.template import Context, Engine, engines
from django.template.base import NodeList, TextNode
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.templatetags.i18n import TranslateNode
from django.urls import NoReverseMatch
from django.utils.translation import override

from rondom.core import folding

BUILTINS = ["django.templatetags.i18n", "rondom.core.templatetags.rondom"]


def made(source: str):
    return Engine(
        libraries={"static": "django.templatetags.static"}, builtins=[*Engine().builtins, *BUILTINS]
    ).from_string(source)


def folded(source: str):
    template = made(source)
    folding.fold(template.nodelist)
    return template


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('a {% translate "Today" %} b {% icon "clock" size="s" %} c', 1),
        ('{% load static %}{% static "rondom/mark.svg" %}{% ring %}', 1),
        (
            '{% if x %}{% translate "Today" %} {% icon "plus" %}{% else %}{% translate "Cases" %}{% endif %}',
            0,
        ),
        (
            '{% for one in x %}{{ one }} {% translate "Today" %}, {% translate "Cases" %}{% empty %}{% ring "check" %}{% endfor %}',
            0,
        ),
        ('{% translate "Today" as word %}{{ word }} {% translate word %} {% translate "Today"|upper %}', 2),
        ('{% icon x.0|default:"plus" %}', 0),
        ('{% url "nowhere" as place %}{{ place }}', 0),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_says_what_it_said(source, texts, language):
    with override(language):
        for x in ([], ["clock", "plus"]):
            assert folded(source).render(Context({"x": x})) == made(source).render(Context({"x": x}))
        assert sum(isinstance(node, TextNode) for node in folded(source).nodelist) == texts


def test_what_is_constant_is_text_and_neighbours_are_one():
    source = 'a {% translate "Today" %}{% if x %}{% icon "plus" %} {% translate "Cases" %}{% endif %}'
    first, branch = folded(source).nodelist
    assert isinstance(first, TextNode)
    (inside,) = branch.nodelist
    assert isinstance(inside, TextNode)


def test_an_address_that_is_not_there_is_a_fault_only_where_one_comes():
    source = "{% if x %}{% url 'nowhere' %}{% endif %}!"
    assert folded(source).render(Context({"x": False})) == "!"
    with pytest.raises(NoReverseMatch):
        folded(source).render(Context({"x": True}))


def test_words_that_mean_something_to_a_browser_stay_words():
    assert folded('{% translate "<b>&" %}').render(Context()) == made('{% translate "<b>&" %}').render(
        Context()
    )


def test_each_language_has_its_own_and_no_template_is_folded_in_another():
    said = {}
    for language in ("nl", "en", "nl"):
        with override(language):
            said.setdefault(language, set()).add(engines["django"].get_template("404.html").render({}))
    assert [len(pages) for pages in said.values()] == [1, 1]
    assert said["nl"] != said["en"]


def _constant(nodes: NodeList) -> list[object]:
    found = [node for node in nodes if folding.constant(node)]
    return found + [node for one in nodes for inside in folding.held(one) for node in _constant(inside)]


def test_the_pages_themselves_hold_nothing_more_to_fold():
    with override("nl"):
        template = engines["django"].get_template("base.html").template
    assert not _constant(template.nodelist)
    assert not template.nodelist.get_nodes_by_type(TranslateNode)
    assert all(node.asvar or node.args for node in template.nodelist.get_nodes_by_type(URLNode))
    assert not [n for n in template.nodelist.get_nodes_by_type(SimpleNode) if n.func in folding.DRAWN]
