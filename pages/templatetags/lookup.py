"""Looking a value up by a key that a template has."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[str, object] | str, key: str) -> object:
    """What stands at `key`; "" for none, also where there are no values at all."""
    return values.get(key, "") if isinstance(values, Mapping) else ""
