"""No form of an amount rule breaks on what somebody leaves out or types by mistake."""

from itertools import cycle

import pytest
from django.urls import reverse

from accounts.tenancy import acting_as, system_scope
from schemes.actions import design_scheme
from schemes.models import SchemeVersion
from tests.pages.test_every_form_answers import JUNK, broken, forms_of, variants
from tests.schemes.amounts.test_editor import PLACES

# One scheme for each formula.
CODES = (
    "technical-transformation",
    "equipment-loan-interest",
    "first-set-insurance",
    "regional-equity",
    "listing-stages",
    "neeq-listing",
    "madrid-trademark",
    "service-voucher",
    "financing-growth",
)


def faults(client, address):
    found = {}
    for form in forms_of(client, address, "post"):
        if form.action != address:
            continue
        for sent in variants(form, cycle(JUNK), most_fields=25):
            if fault := broken(client, address, sent):
                found.setdefault(fault, sent)
    return found


@pytest.mark.parametrize("code", CODES)
def test_no_calculator_breaks(people, signed_in, code):
    with system_scope(reason="test"):
        version = SchemeVersion.objects.in_force().get(scheme__code=code)
    assert faults(signed_in(people.city), reverse("schemes:amount", args=[version.pk])) == {}


@pytest.mark.parametrize("code", [CODES[0], CODES[2], "little-giant-grant"])
def test_no_part_of_a_rule_breaks(people, signed_in, code):
    with acting_as(people.city):
        version = SchemeVersion.objects.in_force().get(scheme__code=code)
        draft = design_scheme.clone_version(people.city, version.pk, "2027 版")
    client, found = signed_in(people.city), {}
    for place in PLACES:
        found |= faults(client, reverse("schemes:part", args=[draft.pk, place]))
    assert found == {}


@pytest.mark.parametrize(
    "rule",
    [
        "zzz",
        5,
        [],
        {},
        {"base": 5, "formula": "x", "caps": [1]},
        {"formula": {"kind": "bands", "bands": ["x", 5, {}]}},
    ],
)
def test_a_draft_whose_rule_has_any_shape_is_still_shown_and_mended(people, signed_in, rule):
    with acting_as(people.city):
        version = SchemeVersion.objects.in_force().get(scheme__code=CODES[0])
        draft = design_scheme.clone_version(people.city, version.pk, "2027 版")
        SchemeVersion.objects.filter(pk=draft.pk).update(
            definition={**draft.definition, "amount": rule}
        )
    client = signed_in(people.city)
    addresses = [
        reverse(name, args=[draft.pk])
        for name in ("schemes:version", "schemes:version_compare", "schemes:amount")
    ] + [reverse("schemes:part", args=[draft.pk, place]) for place in PLACES]
    assert {client.get(address).status_code for address in addresses} == {200}
