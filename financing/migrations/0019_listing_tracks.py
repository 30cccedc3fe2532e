"""Write the tracks and stages of `shared/domain-2.md` A12; the city changes them in the browser.

The schemes and events named are those of the portal's example rules (示例).
"""

from django.db import migrations

AS_CITY = "SELECT set_config('app.sees_user', '0', true), set_config('app.city', 'on', true)"
IPO_CODE, NEEQ_CODE, REGIONAL_CODE = "listing-stages", "neeq-listing", "regional-equity"
CODES = {
    **dict.fromkeys(("shareholding", "tutoring", "accepted", "listed"), IPO_CODE),
    "neeq_listed": NEEQ_CODE,
    "financed": REGIONAL_CODE,
}
# name, proof, usual months, event of the scheme
IPO = (
    ("意向", "与保荐机构签订的上市服务协议", 3, ""),
    ("股改", "股份有限公司营业执照和创立大会决议", 6, "shareholding"),
    ("辅导备案", "证监局辅导备案文件", 9, "tutoring"),
    ("辅导验收", "证监局辅导验收文件", 2, ""),
    ("申报受理", "交易所受理通知书", 6, "accepted"),
    ("审核过会", "交易所上市委审议结果公告", 2, ""),
    ("注册", "证监会同意注册的批复", 2, ""),
    ("上市", "交易所上市公告", None, "listed"),
)
NEEQ = (
    ("意向", "与主办券商签订的推荐挂牌协议", 3, ""),
    ("股改", "股份有限公司营业执照和创立大会决议", 6, "shareholding"),
    ("挂牌受理", "全国股转公司受理通知书", 3, ""),
    ("基础层挂牌", "全国股转公司同意挂牌的函", 12, "neeq_listed"),
    ("创新层", "全国股转公司创新层名单公告", 12, ""),
    ("北交所辅导备案", "证监局辅导备案文件", 6, "tutoring"),
    ("北交所受理", "北交所受理通知书", 6, "accepted"),
    ("北交所上市", "北交所上市公告", None, "listed"),
)
REGIONAL = (
    ("展示", "区域股权市场展示板块入库证明", 6, ""),
    ("挂牌", "区域股权市场挂牌通知书", 12, ""),
    ("融资备案", "区域股权市场融资备案文件", None, "financed"),
)
TRACKS = (
    ("主板", "ipo", 10, IPO, "上海、深圳证券交易所主板首次公开发行。"),
    ("科创板", "ipo", 20, IPO, "上海证券交易所科创板首次公开发行。"),
    ("创业板", "ipo", 30, IPO, "深圳证券交易所创业板首次公开发行。"),
    ("北交所", "ipo", 40, IPO, "北京证券交易所公开发行并上市，须先在新三板挂牌。"),
    ("新三板至北交所", "neeq", 50, NEEQ, "新三板基础层、创新层，再转北交所。"),
    ("区域股权市场", "regional", 60, REGIONAL, "蓝海股权交易中心展示、挂牌和融资备案。"),
)


def load(apps, schema_editor):
    """Write what is not there yet."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(AS_CITY)
        for name, market, order, stages, explanation in TRACKS:
            cursor.execute(
                'INSERT INTO financing_listingtrack (name, market, "order", explanation)'
                " VALUES (%s, %s, %s, %s) RETURNING id",
                [name, market, order, explanation],
            )
            (track,) = cursor.fetchone()
            cursor.executemany(
                'INSERT INTO financing_listingstage (track_id, name, "order", proof,'
                " usual_months, is_goal, scheme_code, event_key)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    (track, stage, place * 10, proof, months, place == len(stages),
                     CODES.get(event, ""), event)
                    for place, (stage, proof, months, event) in enumerate(stages, 1)
                ],
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("financing", "0018_walls_of_listings")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
