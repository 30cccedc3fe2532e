"""Filters that several lists of the bank line share."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import current_scope
from enterprises.models import Enterprise
from enterprises.name_search import enterprise_has
from financing.bank_scope import is_bank
from financing.models import FeedRow
from pages.lists.filters import Filters, choice, search

NAME_OR_CODE, PLACEHOLDER = "企业名称或信用代码", "名称或拼音，如“轴承”“zhoucheng”"


def bank() -> Filters:
    """One of the banks, of rows that have `bank_id`."""
    return choice("bank", "银行", _banks, by="bank_id")


def _banks() -> list[tuple[str, str]]:
    rows = Organisation.objects.filter(kind=OrganisationKind.BANK).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def bears_now(code: str) -> Q:
    """Of which rows the enterprise has this credit code now, whatever it had when they were made.
    Banks do not read the registry: they know the code from the list."""
    known = FeedRow.objects if is_bank(current_scope()) else Enterprise.objects
    return Q(organisation_id__in=known.filter(credit_code=code).values("organisation_id"))


def enterprise(has: Callable[[str], Q] = enterprise_has) -> Filters:
    """The credit code, or a part of the name of two characters or more; `has` says of which rows
    the enterprise has it."""

    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        text = " ".join(value.split())
        found = Q(credit_code=text.upper()) | bears_now(text.upper())
        return rows.filter(found | has(text) if len(text) > 1 else found)

    return search(NAME_OR_CODE, narrow, placeholder=PLACEHOLDER)
