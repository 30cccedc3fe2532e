"""Filters that several lists of the bank line share."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from enterprises.querysets import MOST_HITS
from pages.lists.filters import Filters, choice, search

NAME_OR_CODE, PLACEHOLDER = "企业名称或信用代码", "两个字即可，如“轴承”"


def bank() -> Filters:
    """One of the banks, of rows that have `bank_id`."""
    return choice("bank", "银行", _banks, by="bank_id")


def _banks() -> list[tuple[str, str]]:
    rows = Organisation.objects.filter(kind=OrganisationKind.BANK).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def enterprise(find: Callable[[str, int], list[int]]) -> Filters:
    """The credit code, or a part of the name of two characters or more, by which `find` gives up
    to so many ids of enterprises."""

    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        text = " ".join(value.split())
        by_code = rows.filter(credit_code=text.upper())
        if len(text) < 2:
            return by_code
        return by_code | rows.filter(organisation_id__in=find(text, MOST_HITS))

    return search(NAME_OR_CODE, narrow, placeholder=PLACEHOLDER)
