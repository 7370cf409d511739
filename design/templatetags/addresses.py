"""`{% url %}` as Django's, remembering the addresses it has found."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from design.addresses import address

register = template.Library()


class AddressNode(URLNode):
    def render(self, context: Context) -> Any:
        name = self.view_name.resolve(context)
        args = [argument.resolve(context) for argument in self.args]
        if self.kwargs or name.startswith("admin:") or not all(isinstance(each, int | str) for each in args):
            return super().render(context)
        try:
            found = address(name, *args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    node = django_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
