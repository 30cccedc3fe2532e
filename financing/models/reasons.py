"""Why banks do not lend, and why enterprises leave the list."""

from django.db import models


class DeclineReason(models.TextChoices):
    """Why a bank does not lend. The published lists of repairable reasons (可修复) are not known
    in full: these codes are the portal's own."""

    FINANCIAL_STATEMENTS = "financial_statements", "财务资料不完整或不规范"
    CASH_FLOW = "cash_flow", "经营现金流不足"
    DEBT = "debt", "负债率偏高"
    GUARANTEE = "guarantee", "担保不足"
    CREDIT_HISTORY = "credit_history", "征信有逾期或不良记录"
    TAX = "tax", "纳税或发票异常"
    PURPOSE = "purpose", "用途不明或材料不足"
    SHORT_HISTORY = "short_history", "成立或经营时间较短"
    OWNERSHIP = "ownership", "股权或实际控制人不清晰"
    OTHER_GUARANTEES = "other_guarantees", "对外担保过多"
    LITIGATION = "litigation", "涉诉未结"
    LICENCE = "licence", "资质、环保或安全手续不全"
    INDUSTRY = "industry", "不属于本行支持的行业"
    BANK_LIMIT = "bank_limit", "本行额度或政策限制"
    OTHER = "other", "其他"


class RemovalReason(models.TextChoices):
    """Why an entry left the list or was not taken into it."""

    CERTIFICATE = "certificate", "认定失效"
    CREDIT = "credit", "信用记录"
    CONDITIONS = "conditions", "不再符合入库条件"
    EXPIRED = "expired", "有效期届满"
    OWN_REQUEST = "own_request", "企业申请退出"
    CORRECTION = "correction", "原决定有误"
    OTHER = "other", "其他"
