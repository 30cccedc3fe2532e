"""What the enterprise says to what was found of a line."""

from django.db import transaction
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.written.text import lines as written_lines
from financing.models import SubsidyLine
from financing.subsidies.counting import recount
from financing.subsidies.duplicates import hits_of
from financing.subsidies.hits import DISTRICT
from financing.subsidies.locking import line_of, locked_claim

LONGEST, SHORTEST = 500, 4


def explain_hit(actor: Actor, case_id: int, number: int, key: str, text: str) -> SubsidyLine:
    """Keep `text` as the word to the finding `key` of a line. Of a block it says that it is no
    double: the claim may be sent, the line counts nothing until the district has checked it."""
    text = written_lines(text)
    with transaction.atomic():
        claim = locked_claim(actor, case_id)
        line = line_of(claim, number)
        hit = next((one for one in hits_of(claim) if (one.line, one.key) == (number, key)), None)
        if hit is None:
            raise RuleViolation("这一处已经不存在，请刷新后再看。")
        if len(text) < SHORTEST:
            raise RuleViolation({"text": "请写明情况，至少 4 个字。"})
        if len(text) > LONGEST:
            raise RuleViolation({"text": f"最多 {LONGEST} 个字，现有 {len(text)} 个字。"})
        said = {"text": text, "by": actor.user_name, "at": timezone.now().isoformat()}
        if hit.is_block:
            said["route"] = DISTRICT
        line.explanations = {**line.explanations, key: said}
        line.version += 1
        line.save(update_fields=["explanations", "version"])
        recount(claim)
    return line
