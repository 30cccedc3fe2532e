"""What experts read names nobody."""

import pytest

from procedures.experts.panels.blind_paper import is_for_experts, names_to_hide, without_names
from schemes.definition.form import FormField

ENTERPRISE = {
    "name": "青岛海纳精密机械（示例）有限公司",
    "legal_representative": "周示例",
    "contact_name": "林晓",
    "credit_code": "91370200MA3C000017",
}


@pytest.mark.parametrize(
    "said",
    [
        "青岛海纳精密机械（示例）有限公司",
        "海纳精密机械有限公司",
        "青岛海纳精密机械",
        "海纳精密机械",
        "91370200MA3C000017",
        "周示例",
        "林晓",
    ],
)
def test_every_way_to_name_the_enterprise_is_hidden(said):
    text = without_names(f"本产品由{said}研制。", names_to_hide(ENTERPRISE))
    assert text == "本产品由本企业研制。"


@pytest.mark.parametrize("number", ["13812345678", "0532-55500001", "053255500001"])
def test_telephone_numbers_are_left_out(number):
    assert without_names(f"请拨打 {number}。", []) == "请拨打 （电话略）。"


def test_figures_are_no_telephone_numbers():
    assert (
        without_names("产量 1234567890123 件，占 12.5%。", [])
        == "产量 1234567890123 件，占 12.5%。"
    )


def test_enterprise_without_a_name_hides_nothing():
    assert without_names("轴承", names_to_hide({"name": ""})) == "轴承"


def field(**more):
    return FormField.model_validate({"key": "one", "label": "问题", "kind": "text", **more})


def test_files_and_contacts_are_hidden_unless_the_scheme_says_otherwise():
    assert not is_for_experts(field(kind="file"))
    assert not is_for_experts(field(prefill="enterprise.contact_name"))
    assert is_for_experts(field(kind="file", for_experts=True))
    assert not is_for_experts(field(for_experts=False))
    assert is_for_experts(field())
