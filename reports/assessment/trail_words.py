"""What the trail calls the tables of the assessment."""

from accounts.trail_words import register_trail_words
from reports.assessment.definition_words import told_definition

register_trail_words(
    tables={
        "reports_assessmentround": "评价轮次",
        "reports_roundindicator": "评价指标",
        "reports_indicatorcomment": "评价指标意见",
        "reports_roundentry": "评价加减分和否决",
        "reports_roundfigure": "评价数值",
        "reports_lineevidence": "评价佐证",
        "reports_appeal": "评价申诉",
        "reports_demonstration": "示范区市推荐",
    },
    columns={
        "round_id": "评价轮次",
        "indicator_id": "指标",
    },
    tellers={
        "reports_assessmentround.vetoes": lambda causes, row: [
            (code, cause) for code, cause in causes or []
        ],
        "reports_roundindicator.definition": lambda data, row: told_definition(data),
    },
    reasons={"score rounds at night": "每晚评分"},
)
