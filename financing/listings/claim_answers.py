"""What a milestone knows of the questions of the claim that it proposes: nobody types it again."""

from collections.abc import Mapping

from financing.models import Milestone
from procedures.models import Application
from schemes.answers import WrongAnswer, parse_answer
from schemes.definition.form import FieldKind, FormField


def known_texts(milestone: Milestone) -> Mapping[str, str]:
    """Answers by the keys that the shipped claims for listings use (示例); "" for what is not told.
    A form asks for money in 万元, as the milestone has it: the amount's rule makes 元 of it."""
    financed = milestone.financed
    return {
        "board": milestone.path.track.name,
        "sponsor": str(milestone.sponsor or ""),
        "law_firm": str(milestone.law_firm or ""),
        "auditor": str(milestone.auditor or ""),
        "code": milestone.security_code,
        "listed_on": milestone.reached_on.isoformat(),
        "financed": f"{financed:f}" if financed is not None else "",
    }


def tell_what_is_known(application: Application, milestone: Milestone, event_key: str) -> None:
    """Write into the draft what the milestone knows of it: the event where a question offers it,
    and texts that were left empty. An answer that would not do is left to the enterprise."""
    texts, answers = known_texts(milestone), dict(application.answers)
    for field in application.scheme_version.parsed.fields():
        if event_key in {choice.value for choice in field.choices}:
            answers[field.key] = _with_event(field, answers.get(field.key), event_key)
        elif texts.get(field.key) and not answers.get(field.key):
            try:
                answers[field.key] = parse_answer(field, [texts[field.key]])
            except WrongAnswer:
                continue
    if answers != application.answers:
        application.answers = answers
        named = answers.get(application.scheme_version.parsed.title_field)
        application.title = application.title or str(named or "")[:200]
        application.save(update_fields=["answers", "title", "updated_at"])


def _with_event(field: FormField, told: object, event_key: str) -> object:
    if field.kind == FieldKind.CHOICE:
        return event_key
    chosen = [str(one) for one in told] if isinstance(told, list) else []
    return chosen if event_key in chosen else [*chosen, event_key]
