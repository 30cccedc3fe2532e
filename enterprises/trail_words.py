"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    tables={
        "enterprises_enterprise": "企业登记",
        "enterprises_enterpriseclaim": "企业认领",
        "enterprises_importbatch": "批量导入",
        "enterprises_product": "企业产品",
        "enterprises_qualification": "企业资质",
        "enterprises_researchunit": "研发机构",
        "enterprises_publishedtitle": "公布的称号",
        "enterprises_yearlyreport": "年度数据",
        "enterprises_creditrecord": "信用记录",
    },
    columns={
        "batch_id": "批次",
        "updated_at": "更新时间",
        "decided_by_id": "办理人",
        "decided_at": "办理时间",
        "claimant_id": "认领人",
        "confirmed_by_id": "确认人",
        "source": "来源",
        "apply_job": "导入任务",
        "check_job": "核对任务",
    },
    reasons={
        "correct the district of a registration": "更正登记的区市",
        "found the organisation of a registration": "登记新企业",
        "give an unclaimed entry its district": "补充待认领企业的区市",
        "import a list from the command line": "从命令行导入名单",
        "put a claim before the bureau": "提交企业认领",
    },
)
