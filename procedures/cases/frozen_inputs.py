"""What a submission was judged by, kept so that it can be judged again in years to come."""

import json
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder

from procedures.models import Snapshot
from schemes.answers import Answers
from schemes.evaluation.indicators import Inputs


def frozen(inputs: Inputs) -> dict[str, object]:
    """The inputs but for the answers and files, which a snapshot keeps beside them, as JSON."""
    kept: dict[str, object] = json.loads(
        json.dumps(
            {
                "enterprise": inputs.enterprise,
                "figures": inputs.figures,
                "years": list(inputs.years),
                "product": inputs.product,
                "certificates": list(inputs.certificates),
                "credit_records": list(inputs.credit_records),
                "credit_history": list(inputs.credit_history),
                "last_year": inputs.last_year,
                "today": inputs.today,
                "is_recheck": inputs.is_recheck,
            },
            cls=DjangoJSONEncoder,
        )
    )
    return kept


def thawed(snapshot: Snapshot, judged_answers: Answers) -> Inputs:
    """The inputs of a submission. Earlier ones kept the figures of the last year only."""
    facts = snapshot.facts
    today = facts.get("today")
    return Inputs(
        enterprise=facts["enterprise"],
        years=tuple(facts.get("years") or [facts["figures"]]),
        answers=judged_answers,
        product=facts.get("product") or {},
        certificates=tuple(facts.get("certificates") or ()),
        credit_records=tuple(facts.get("credit_records") or ()),
        credit_history=tuple(facts.get("credit_history") or ()),
        files=frozenset(one["field"] for one in snapshot.files),
        last_year=facts.get("last_year"),
        today=date.fromisoformat(today) if today else snapshot.taken_at.date(),
        is_recheck=bool(facts.get("is_recheck")),
    )
