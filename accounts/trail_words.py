"""The trail in words: what tables, columns and system acts are called on the auditor's page.

The trail itself keeps the names of the database, which never change under it.
"""

from functools import cache
from typing import Any

from django.apps import apps

TABLES = {
    "accounts_district": "区市",
    "accounts_invitation": "加入邀请",
    "accounts_leavecover": "休假代办",
    "accounts_membership": "人员职责",
    "accounts_organisation": "机构",
    "accounts_user": "账号",
    "pages_listexport": "列表导出",
    "pages_stagedimport": "批量导入核对",
    "services_policy": "惠企政策",
    "mfa_authenticator": "二次验证",
    "documents_attachment": "附件",
    "enterprises_enterprise": "企业登记",
    "enterprises_enterpriseclaim": "企业认领",
    "enterprises_importbatch": "批量导入",
    "enterprises_product": "企业产品",
    "enterprises_qualification": "企业资质",
    "enterprises_researchunit": "研发机构",
    "enterprises_publishedtitle": "公布的称号",
    "enterprises_yearlyreport": "年度数据",
    "procedures_application": "申报",
    "procedures_applicationfile": "申报附件",
    "procedures_caseassignment": "申报分派",
    "procedures_returnitem": "退回标记",
    "procedures_objection": "异议",
    "procedures_publicnotice": "公示",
    "procedures_noticeentry": "公示名单",
    "procedures_scheme": "认定项目",
    "procedures_schemeversion": "认定项目版本",
    "procedures_batch": "申报批次",
    "procedures_batchextension": "批次延期",
    "procedures_simulation": "条件测算",
    "procedures_schemewatch": "开放提醒",
    "procedures_objectionevidence": "异议证明材料",
    "procedures_investigationnote": "异议调查记录",
    "procedures_waiver": "条件豁免",
    "procedures_conditionjudgement": "条件判断",
    "procedures_districtquota": "推荐名额",
    "procedures_decisionrun": "批量办理",
    "procedures_expert": "专家库",
    "procedures_experttie": "专家回避关系",
    "procedures_reviewpanel": "专家评审组",
    "procedures_panelcase": "评审申报",
    "procedures_scoresheet": "专家评审表",
    "certification_certificate": "证书",
    "enterprises_creditrecord": "信用记录",
    "financing_whitelistentry": "融资名单库",
    "financing_consent": "银行查看授权",
    "financing_bankclient": "银行接口程序",
    "financing_webhook": "银行回调地址",
    "financing_creditfeedback": "银行授信反馈",
    "financing_marketrate": "市场利率",
    "financing_loandemand": "融资需求",
    "financing_supportplan": "银行支持方案",
    "financing_demandhandling": "融资需求对接",
}
COLUMNS = {
    "id": "编号",
    "organisation_id": "机构",
    "district_id": "区市",
    "user_id": "人员",
    "membership_id": "职责",
    "application_id": "申报",
    "renews_id": "复核的原申报",
    "corrects_id": "更正的原申报",
    "former_name": "原名称",
    "batch_id": "批次",
    "version_id": "项目版本",
    "scheme_id": "项目",
    "scheme_version_id": "项目版本",
    "based_on_id": "修订自",
    "edited_by_id": "修改人",
    "extended_by_id": "延期人",
    "announced_at": "通知时间",
    "submitted_by_id": "提请人",
    "started_by_id": "发起人",
    "job_id": "任务",
    "revision": "修订次数",
    "content_sha256": "内容摘要",
    "attachment_id": "附件",
    "created_by_id": "创建人",
    "created_at": "创建时间",
    "updated_at": "更新时间",
    "answers": "填报内容",
    "answer_revisions": "各项修改记录",
    "version": "版本号",
    "state": "状态",
    "returned_from": "退回自",
    "field": "填报项",
    "kind": "类别",
    "purpose": "用途",
    "decided_by_id": "办理人",
    "decided_at": "办理时间",
    "invited_by_id": "邀请人",
    "claimant_id": "认领人",
    "marked_by_id": "标记人",
    "marked_at": "标记时间",
    "added_at": "添加时间",
    "returned_at": "退回时间",
    "resolved_at": "改正时间",
    "removed_at": "移除时间",
    "token": "验证码",
    "pdf_key": "文件位置",
    "pdf_sha256": "文件摘要",
    "sha256": "文件摘要",
    "storage_key": "文件位置",
    "scanned_at": "查毒时间",
    "uploaded_by_id": "上传人",
    "entry_id": "公示名单",
    "notice_id": "公示",
    "evidence_id": "证明材料",
    "published_by_id": "发布人",
    "confirmed_by_id": "确认人",
    "source": "来源",
    "sort": "次序",
    "parent_id": "上级",
    "result": "结果",
    "objection_id": "异议",
    "noted_by_id": "记录人",
    "approved_by_id": "批准人",
    "ended_by_id": "撤销人",
    "run_id": "批量办理",
    "transition": "办理",
    "added_by_id": "入库人",
    "declared_by_id": "登记人",
    "closed_by_id": "结束人",
    "panel_id": "评审组",
    "panel_case_id": "评审申报",
    "reviewer_id": "专家",
    "apply_job": "导入任务",
    "check_job": "核对任务",
}
REASONS = {
    "answer an invitation": "答复加入邀请",
    "correct the district of a registration": "更正登记的区市",
    "deliver the outbox": "发送通知",
    "found the organisation of a registration": "登记新企业",
    "give an unclaimed entry its district": "补充待认领企业的区市",
    "import a list from the command line": "从命令行导入名单",
    "put a claim before the bureau": "提交企业认领",
    "queue a job": "安排后台任务",
    "record the progress of a job": "记录任务进度",
    "keep the life of certificates": "证书到期和提醒",
    "remind of deadlines": "提醒期限",
    "restart stalled jobs": "重新开始中断的任务",
    "run a job": "后台任务",
    "list what was certified for the public": "公开认定名单",
    "release the experts of a case": "申报办结，收回评审表",
    "seal the trail": "封存审计记录",
    "seed the demo city": "装入演示数据",
    "settle a case that its experts have scored": "汇总专家评分",
    "show a reader of a row its file": "查看附件",
    "show an expert a file of the paper": "专家查看评审材料",
    "show the history of a record": "查看修改记录",
    "take an objection from the public": "受理公众异议",
}


@cache
def _columns_of(table: str) -> dict[str, str]:
    for model in apps.get_models():
        if model._meta.db_table == table:
            return {
                str(field.column): str(field.verbose_name)
                for field in model._meta.concrete_fields
                if not str(field.verbose_name).isascii()
            }
    return {}


def table_word(table: str) -> str:
    return TABLES.get(table, table)


def column_word(table: str, column: str) -> str:
    """What a column is called: its model's own Chinese name, or that of the list above."""
    return _columns_of(table).get(column) or COLUMNS.get(column, column)


def reason_word(reason: str) -> str:
    return REASONS.get(reason, reason)


def value_word(value: Any) -> str:
    """A value of the trail as people read it; a change is a pair of before and after."""
    if isinstance(value, list) and len(value) == 2:
        return f"{value_word(value[0])} → {value_word(value[1])}"
    if value is None or value == "":
        return "（空）"
    return (
        {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
