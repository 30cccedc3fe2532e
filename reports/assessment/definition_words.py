"""An indicator's stored definition as the trail tells it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from pages.district_figures import district_figures
from reports.assessment.indicators import DIRECTION_WORDS, KIND_WORDS, MISSING_WORDS, Indicator
from reports.assessment.words import definition, how, source_in_words
from reports.assessment.written import plain


def told_definition(data: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Label and words of each part; of a definition that can no longer be read, what it held."""
    try:
        one = Indicator.model_validate(data)
    except ValidationError:
        return [("定义", str(data))]
    labels = {key: figure.label for key, figure in district_figures().items()}
    return [
        ("类别", KIND_WORDS[one.kind]),
        ("一级指标", one.head),
        ("权重", plain(one.weight)),
        ("统计内容", definition(one)),
        ("数据来源", source_in_words(one.source, labels)),
        ("方向", DIRECTION_WORDS[one.direction]),
        ("计分办法", how(one)),
        ("缺数据时", MISSING_WORDS[one.missing]),
    ]
