"""What the trail calls this app's tables, columns and system acts."""

from collections.abc import Mapping
from typing import Any

from accounts.trail_words import Words, amount_of, register_trail_words
from procedures.cases.actions.save_draft import PURPOSE
from procedures.cases.actions.write_message import PURPOSE as MESSAGE
from procedures.cases.difference import shown_answer
from procedures.models.application import State
from procedures.notices.actions.object_to_case import EVIDENCE
from schemes.question_words import questions, words_of_keys

_RESULT = {
    "marks": "各项得分", "total": "总分", "totals": "各专家总分", "spread": "分差",
    "dropped": "去掉的评分",
}  # fmt: skip
_PAPER = amount_of("部分")


def _answers(answers: Mapping[str, Any], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Answers by their questions; of one that no version asks any more, the key."""
    asked = questions()
    return [
        (asked[key].label, shown_answer(asked[key], one)) if key in asked else (key, str(one))
        for key, one in answers.items()
    ]


def _revisions(saves: Mapping[str, Any], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    words = words_of_keys()
    return [
        (words.get(key, key), f"第 {one.get('revision', 0)} 次保存，{one.get('by', '')}")
        for key, one in saves.items()
    ]


def _explanations(said: Mapping[str, Any], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    words = words_of_keys()
    return [
        (words.get(key, key), f"{one.get('doubt', '')} 说明：{one.get('reason', '')}")
        for key, one in said.items()
    ]


def _result_words() -> Words:
    return {**words_of_keys(), **_RESULT}


register_trail_words(
    tables={
        "procedures_application": "申报",
        "procedures_applicationfile": "申报附件",
        "procedures_caseassignment": "申报分派",
        "procedures_casemessage": "申报留言",
        "procedures_casemessagefile": "申报留言的附件",
        "procedures_casenote": "申报内部记录",
        "procedures_returnitem": "退回标记",
        "procedures_objection": "异议",
        "procedures_publicnotice": "公示",
        "procedures_noticeentry": "公示名单",
        "procedures_batch": "申报批次",
        "procedures_batchextension": "批次延期",
        "procedures_simulation": "条件测算",
        "procedures_objectionevidence": "异议证明材料",
        "procedures_investigationnote": "异议调查记录",
        "procedures_waiver": "条件豁免",
        "procedures_conditionjudgement": "条件判断",
        "procedures_districtquota": "推荐名额",
        "procedures_holidayyear": "节假日安排",
        "procedures_expert": "专家库",
        "procedures_experttie": "专家回避关系",
        "procedures_reviewpanel": "专家评审组",
        "procedures_panelcase": "评审申报",
        "procedures_scoresheet": "专家评审表",
    },
    columns={
        "renews_id": "复核的原申报",
        "corrects_id": "更正的原申报",
        "version_id": "项目版本",
        "scheme_version_id": "项目版本",
        "extended_by_id": "延期人",
        "announced_at": "通知时间",
        "content_sha256": "内容摘要",
        "attachment_id": "附件",
        "answers": "填报内容",
        "answer_revisions": "各项修改记录",
        "version": "版本号",
        "returned_from": "退回自",
        "field": "填报项",
        "marked_by_id": "标记人",
        "marked_at": "标记时间",
        "added_at": "添加时间",
        "returned_at": "退回时间",
        "resolved_at": "改正时间",
        "removed_at": "移除时间",
        "entry_id": "公示名单",
        "notice_id": "公示",
        "evidence_id": "证明材料",
        "objection_id": "异议",
        "noted_by_id": "记录人",
        "approved_by_id": "批准人",
        "ended_by_id": "撤销人",
        "added_by_id": "入库人",
        "declared_by_id": "登记人",
        "closed_by_id": "结束人",
        "from_applicant": "企业的答复",
        "message_id": "留言",
        "sent_by_id": "留言人",
        "sent_at": "留言时间",
        "panel_id": "评审组",
        "panel_case_id": "评审申报",
        "reviewer_id": "专家",
        "criterion": "条件",
        "revision": "保存次数",
        "begun_under_id": "开始填报时的版本",
        "judged_by_id": "判断人",
        "handler_id": "审核人",
    },
    values={
        "documents_attachment.purpose": {
            PURPOSE: "申报材料",
            EVIDENCE: "异议证明材料",
            MESSAGE: "留言的附件",
        },
        "lifecycle_actproposal.content": {
            "batch": "批次",
            "notice": "公示",
            "cases": "申报",
            "title": "标题",
            "body": "正文",
            "objection_contact": "异议受理联系方式",
        },
        "procedures_application.returned_from": dict(State.choices),
        "procedures_applicationfile.field": words_of_keys,
        "procedures_returnitem.field": words_of_keys,
        "procedures_waiver.criterion": words_of_keys,
        "procedures_conditionjudgement.criterion": words_of_keys,
        "procedures_panelcase.result": _result_words,
        "procedures_scoresheet.marks": words_of_keys,
        "procedures_scoresheet.remarks": words_of_keys,
    },
    tellers={
        "procedures_application.answers": _answers,
        "procedures_application.answer_revisions": _revisions,
        "procedures_application.explanations": _explanations,
        "procedures_reviewpanel.pool": amount_of("人"),
        "procedures_panelcase.paper": _PAPER,
        "procedures_panelcase.evaluation": _PAPER,
        "procedures_scoresheet.paper": _PAPER,
        "procedures_scoresheet.items": amount_of("项"),
        "procedures_simulation.results": amount_of("项"),
    },
    reasons={
        "draw an expert in the place of another": "补抽专家",
        "announce batches that open and close": "批次开放和截止提醒",
        "show an objection to its receipt's holder": "凭回执查看异议",
        "count past results for the public guides": "统计以往认定结果",
        "remind of deadlines": "提醒期限",
        "list what was certified for the public": "公开认定名单",
        "ask again for an expert's conflicts of interest": "再次核对专家回避",
        "release the experts of a case": "申报办结，收回评审表",
        "settle a case that its experts have scored": "汇总专家评分",
        "show an expert a file of the paper": "专家查看评审材料",
        "take an objection from the public": "受理公众异议",
    },
)
