"""What the trail calls the tables, columns and system acts of the review of claims."""

from accounts.trail_words import amount_of, register_trail_words
from financing.subsidies.review.files import AUDIT, CUT, LETTER, VISIT

register_trail_words(
    tables={
        "financing_reviewterms": "资金审核规则",
        "financing_linedecision": "明细认定",
        "financing_checkfinding": "核对结论",
        "financing_sitevisit": "现场核查",
        "financing_cutnotice": "核减告知",
        "financing_inquiryletter": "函询",
        "financing_auditassignment": "审计指派",
        "financing_rechecksample": "抽查",
        "financing_recheck": "抽查复查",
    },
    columns={
        "claim_id": "资金申报",
        "line_id": "明细",
        "decided_by_id": "决定人",
        "found_by_id": "核对人",
        "recorded_by_id": "记录人",
        "office_id": "平台上的单位",
        "sent_by_id": "发函人",
        "token_sha256": "链接摘要",
        "firm_id": "审计机构",
        "assigned_by_id": "指派人",
        "report_id": "审计报告",
        "sample_id": "抽查",
        "drawn_by_id": "抽取人",
        "scheme_id": "资金项目",
    },
    values={
        "documents_attachment.purpose": {
            CUT: "核减答复材料", VISIT: "现场核查照片", AUDIT: "审计报告", LETTER: "复函附件",
        },
    },
    tellers={
        "financing_cutnotice.lines": amount_of("行"),
        "financing_cutnotice.line_answers": amount_of("行"),
        "financing_sitevisit.lines": amount_of("行"),
        "financing_auditassignment.paper": amount_of("项"),
        "financing_rechecksample.pool": amount_of("件"),
    },
    reasons={
        "show an inquiry letter to its link's holder": "向持链接人显示函询",
        "show an inquiry letter to the office that is asked": "向被询单位显示函询",
        "take an office's answer to a letter": "接收复函",
        "look for what was paid twice": "查找重复支付",
        "replay the claims": "重算资金申报",
        "work out the amount of a claim": "计算资金金额",
        "keep a file of a claim's review": "保存审核文件",
        "keep the terms of claims under review": "处理审核期限",
        "show an audit firm its report": "审计机构查看报告",
        "show an audit firm the files of its claim": "审计机构查看申报附件",
        "show an office the receipt of its answer": "显示复函回执",
    },
)  # fmt: skip
