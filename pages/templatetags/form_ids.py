"""The ids of a form's fields, which are the form's own where a page has it more than once."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def field_anchor(field: BoundField) -> str:
    """The id of what stands around a field: that of the field, so that another form's differs."""
    return f"field-{field.auto_id.removeprefix('id_') or field.html_name}"
