"""Links that stand there for those alone who may open their page."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from accounts.views.access import may_open

register = template.Library()


@register.simple_tag(takes_context=True)
def page_link(context: Context, text: object, name: str, *args: object) -> SafeString:
    """A link to the page `name` with `args`, or `text` alone where the reader's duty is refused
    there."""
    url, actor = reverse(name, args=args), context["request"].actor
    if actor is None or not may_open(actor, url):
        return conditional_escape(str(text))
    return format_html('<a href="{}">{}</a>', url, text)
