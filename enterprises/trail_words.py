"""What the trail calls this app's tables, columns and system acts."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, amount_of, register_trail_words, words_of_model
from enterprises.actions.claim_enterprise import PROOF
from enterprises.actions.file_identity_change import EVIDENCE
from enterprises.actions.register_enterprise import LICENCE
from enterprises.models import Enterprise, ImportRow, YearlyReport
from enterprises.rules.industry import divisions


def _entry() -> Words:
    return words_of_model(Enterprise, YearlyReport)


def _changes(changes: list[tuple[str, str, str]], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(label, f"{old or '（空）'} → {new or '（空）'}") for label, old, new in changes]


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
        "enterprises_shareholder": "企业股东",
        "enterprises_publishedtitle": "公布的称号",
        "enterprises_formername": "曾用名",
        "enterprises_yearlyreport": "年度数据",
        "enterprises_creditrecord": "信用记录",
    },
    columns={
        "recorded_by_id": "登记人",
        "lifted_by_id": "解除登记人",
        "line_key": "名单行摘要",
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
    values={
        "documents_attachment.purpose": {
            LICENCE: "营业执照",
            PROOF: "认领证明",
            EVIDENCE: "登记变更证明",
        },
        "enterprises_entryproposal.values": _entry,
        "enterprises_entryproposal.report": _entry,
        "enterprises_identitychange.before": _entry,
        "enterprises_importbatch.result": {
            **{value: str(label) for value, label in ImportRow.Outcome.choices if value},
            "taken_back": "已撤回",
            "kept": "未撤回",
        },
        "procedures_expert.industries": divisions,
    },
    tellers={
        "enterprises_entryproposal.changes": _changes,
        "enterprises_importbatch.problems": amount_of("处"),
    },
    reasons={
        "tell somebody how to join their enterprise": "查看加入企业的办法",
        "find credit codes of an import in all districts": "核对导入的统一社会信用代码",
        "find names of an import in all districts": "核对导入的企业名称",
        "find lines of a published list in all districts": "核对公布名单",
        "find names of a published list in all districts": "核对公布名单中的名称",
        "show a person their own claims": "查看本人的认领",
        "show an unclaimed entry to its claimant": "查看待认领企业",
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
