"""Let more questions of the schemes that come with the portal be answered by the product chosen, and
give one of their materials an example.

As with earlier corrections, what a city has written or used itself stays as it is.
"""

from importlib import import_module

from django.db import migrations

earlier = import_module("schemes.migrations.0006_corrected_schemes")
REPORT = (
    "报告编号：示例-2025-0001\n"
    "检测机构：示例检测有限公司（资质认定标志 CMA，编号 000000000000）\n"
    "委托单位：青岛示例精密机械有限公司（与申报企业名称一致）\n"
    "样品名称：工业机器人用精密减速机（与申报的产品名称一致）\n"
    "型号规格：SL-00\n"
    "收样日期：2025-03-03\n"
    "检测日期：2025-03-10\n"
    "检测依据：GB/T 00000（写明标准编号和名称）\n"
    "检测项目：传动误差、回程间隙、额定寿命\n"
    "检测结果：传动误差 0.8 弧分；回程间隙 0.6 弧分；额定寿命 8000 小时（示例数据）\n"
    "检测结论：所检项目符合标准要求\n"
    "签发：批准人签字，加盖检测专用章和骑缝章"
)
ADDED = {
    ("certified-product", "launched_on"): ("prefill", "product.launched_on"),
    ("certified-product", "test_report"): ("sample", REPORT),
    ("hidden-champion", "market_rank"): ("prefill", "product.market_rank"),
    ("hidden-champion", "market_basis"): ("prefill", "product.share_basis"),
    ("little-giant", "market_rank"): ("prefill", "product.market_rank"),
}


def complete(apps, schema_editor):
    """Write what is added into each shipped version that nothing refers to."""
    SchemeVersion = apps.get_model("schemes", "SchemeVersion")
    connection, database = schema_editor.connection, schema_editor.connection.alias
    with connection.cursor() as cursor:
        cursor.execute(earlier.AS_BUREAU)
        for name in earlier.FREEZING:
            cursor.execute(f"ALTER TABLE schemes_schemeversion DISABLE TRIGGER {name}")
    shipped = SchemeVersion.objects.using(database).filter(created_by=None)
    for version in shipped.select_related("scheme"):
        if fill(version) and not earlier.is_used(connection, database, version.pk):
            shipped.filter(pk=version.pk).update(definition=version.definition)
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would keep the table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in earlier.FREEZING:
            cursor.execute(f"ALTER TABLE schemes_schemeversion ENABLE TRIGGER {name}")


def fill(version):
    """Whether a question was given something, in memory."""
    changed = False
    for section in version.definition["sections"]:
        for field in section["fields"]:
            name, value = ADDED.get((version.scheme.code, field["key"]), ("key", field["key"]))
            if not field.get(name):
                field[name], changed = value, True
    return changed


class Migration(migrations.Migration):
    dependencies = [("schemes", "0006_corrected_schemes")]

    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
