"""Amounts in 元 as pages of claims show them, in 万元."""

from django import template

from financing.money import wan, wan_typed

register = template.Library()
register.filter("wan", wan)
register.filter("wan_typed", wan_typed)
