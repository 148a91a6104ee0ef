"""Templates, one for each language, in which what is the same at every visit is worked out once.

A page says the same words, points at the same lists and shows the same drawings to everybody who reads it in a language.
Django looks each of them up again at every visit; here they become text when the template is first read.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.template import Context, Origin, Template
from django.template.base import FilterExpression, Node, NodeList, TextNode
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language

from rondom.core.templatetags import rondom

DRAWN = {rondom.icon, rondom.ring, rondom.windowkey}


class Loader(cached.Loader):
    """Django's cached loader, with a template of its own for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {settings.ROOT_URLCONF} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if not hasattr(template, "folded"):
            fold(template.nodelist)
            template.folded = True  # type: ignore[attr-defined]
        return template


def fold(nodes: NodeList) -> None:
    """Make text of every node that is the same at each visit, here and in what the nodes hold."""
    folded: list[Node] = []
    for node in nodes:
        if constant(node):
            with suppress(NoReverseMatch):  # an address that is not there may stand where nobody comes
                node = TextNode(node.render(Context()))  # noqa: PLW2901 - it takes its place
        for inside in held(node):
            fold(inside)
        if folded and isinstance(node, TextNode) and isinstance(folded[-1], TextNode):
            folded[-1] = TextNode(folded[-1].s + node.s)
        else:
            folded.append(node)
    nodes[:] = folded


def held(node: Node) -> Iterator[NodeList]:
    """The lists of nodes that a node holds: what it repeats, what it shows if, its block."""
    for value in vars(node).values():
        if isinstance(value, NodeList):
            yield value
        elif isinstance(value, list):  # the branches of an if
            yield from (
                part
                for pair in value
                if isinstance(pair, tuple)
                for part in pair
                if isinstance(part, NodeList)
            )


def constant(node: Node) -> bool:
    """Whether a node is the same at every visit in this language."""
    match node:
        case TranslateNode(asvar=None, noop=False, message_context=context, filter_expression=words):
            return said(words) and (context is None or said(context))
        case URLNode(asvar=None, args=[], kwargs={} as named, view_name=name):
            return not named and said(name)
        case StaticNode(varname=None, path=path):
            return said(path)
        case SimpleNode(target_var=None, takes_context=None | False, func=func, args=args, kwargs=named):
            return func in DRAWN and all(map(said, [*args, *named.values()]))
    return False


def said(words: Any) -> bool:
    """Whether an expression is words between quotes, and nothing that differs."""
    if not isinstance(words, FilterExpression) or words.filters:
        return False
    return not words.is_var or getattr(words.var, "literal", None) is not None
