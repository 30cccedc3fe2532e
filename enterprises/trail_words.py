"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words

register_trail_words(
    tables={
        "enterprises_enterprise": "企业登记",
        "enterprises_enterpriseclaim": "企业认领",
        "enterprises_entryproposal": "资料更正建议",
        "enterprises_identitychange": "登记变更",
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
        "filed_by_id": "提出人",
        "new_district_id": "迁入区市",
        "source": "来源",
        "apply_job": "导入任务",
        "revert_job": "撤回任务",
        "is_waiting": "待确认",
        "values": "内容",
        "report": "年度数据",
        "changes": "变更内容",
        "proposed_by_id": "提出人",
        "check_job": "核对任务",
    },
    reasons={
        "correct the district of a registration": "更正登记的区市",
        "found the organisation of a registration": "登记新企业",
        "enter a published name whose district is unknown": "导入区市不明的名称",
        "find what was built on an import": "核对导入之后的内容",
        "take an import back": "撤回导入",
        "give an unclaimed entry its district": "补充待认领企业的区市",
        "import a list from the command line": "从命令行导入名单",
        "move an enterprise to another district": "企业迁到另一个区市",
        "put a claim before the bureau": "提交企业认领",
    },
)
