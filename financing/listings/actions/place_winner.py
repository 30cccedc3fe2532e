"""A winner of a contest appears as a project of its enterprise, with what was published of it."""

from accounts.tenancy import system_scope
from documents.written.text import code
from enterprises.models import Enterprise
from financing.models import ContestWinner, FinancingProject


def place_winner(winner: ContestWinner) -> FinancingProject | None:
    """Make the project of a winner whose enterprise is registered; None while it is not. What the
    enterprise has written into it since stays. Idempotent."""
    if winner.is_retired:
        return None
    known = FinancingProject.objects.filter(winner=winner).first()
    if known is not None:
        return known
    enterprise = Enterprise.objects.filter(credit_code=code(winner.credit_code)).first()
    if enterprise is None or enterprise.district_id is None:
        return None
    prize = f"，{winner.prize}" if winner.prize else ""
    return FinancingProject.objects.create(
        organisation_id=enterprise.pk,
        district_id=enterprise.district_id,
        enterprise_name=enterprise.name,
        name=winner.project_name,
        domain=winner.domain,
        summary=f"{winner.year} 年{winner.get_kind_display()}{prize}。企业还没有补充项目介绍。",
        is_open=True,
        winner=winner,
    )


def place_all() -> int:
    """Place every winner whose enterprise has registered since; returns how many."""
    with system_scope(reason="place the winners of contests"):
        waiting = ContestWinner.objects.filter(retired_at=None, project=None)
        return sum(place_winner(one) is not None for one in waiting)
