"""Versions that were published before indicators were data get those that they name."""

from typing import Any

from django.db import migrations

# As the portal computed them until then.
WRITTEN_IN_CODE = {
    "registration_confirmed": (
        "登记信息已确认",
        "",
        "enterprise.registration_state == 'confirmed'",
    ),
    "is_small_or_medium": (
        "属于中小微企业",
        "",
        "enterprise.size_class in ['medium', 'small', 'micro']",
    ),
    "rd_intensity": (
        "研发费用占营业收入",
        "%",
        "ratio(has(answers.rd_cost) ? answers.rd_cost : figures.rd_cost,"
        " has(answers.revenue) ? answers.revenue : figures.revenue)",
    ),
    "product_share": (
        "产品销售额占营业收入",
        "%",
        "ratio(answers.product_sales, has(answers.revenue) ? answers.revenue : figures.revenue)",
    ),
    "debt_ratio": ("资产负债率", "%", "ratio(figures.liabilities, figures.assets)"),
    "property_rights": (
        "与产品相关的有效知识产权",
        "件",
        "sum_known([answers.invention_patents, answers.other_rights])",
    ),
}


def give_indicators(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.sees_user', '0', true)")
    versions = apps.get_model("procedures", "SchemeVersion").objects.using(
        schema_editor.connection.alias
    )
    for version in versions.all():
        if version.definition.get("indicators"):
            continue
        named = [
            criterion["indicator"]
            for group in version.definition.get("criteria", [])
            for criterion in group["criteria"]
        ]
        version.definition["indicators"] = [
            {"key": key, "label": label, "unit": unit, "expression": expression}
            for key, (label, unit, expression) in WRITTEN_IN_CODE.items()
            if key in named
        ]
        version.save(update_fields=["definition"])


class Migration(migrations.Migration):
    dependencies = [("procedures", "0005_newest_first")]

    # The one change that a published version ever sees: what was written in code is now its own.
    operations = [
        migrations.RunSQL(
            "ALTER TABLE procedures_schemeversion DISABLE TRIGGER frozen_version;",
            "ALTER TABLE procedures_schemeversion ENABLE TRIGGER frozen_version;",
        ),
        migrations.RunPython(give_indicators, migrations.RunPython.noop),
        migrations.RunSQL(
            "ALTER TABLE procedures_schemeversion ENABLE TRIGGER frozen_version;",
            "ALTER TABLE procedures_schemeversion DISABLE TRIGGER frozen_version;",
        ),
    ]
