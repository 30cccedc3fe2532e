"""What the names that an expression may read are called."""

from django.db.models import Model

from schemes.evaluation.indicators import YEARS

WHOLE_WORDS = {
    "certificates": "有效的认定",
    "credit_records": "未移出的信用记录",
    "today": "今天",
    "is_recheck": "是否复核",
}
YEAR_WORDS = dict(zip(YEARS, ("上年度", "前一年", "前两年"), strict=True))


def verbose(model: type[Model], name: str) -> str:
    """What a column of `model` is called; its own name where there is none."""
    known = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    return known.get(name, name)
