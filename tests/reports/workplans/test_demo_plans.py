"""The demo city has work plans in every state, and the measures of its plan."""

from django.core.management import call_command

from accounts.tenancy import system_scope
from reports.models import Plan, WorkPlan
from reports.targets.measures.tree import in_order, tree_of


def test_demo_city_shows_every_state_a_late_filing_and_a_tree(db, own_media):
    call_command("seed_demo", seed=1, enterprises=60, applications=50, verbosity=0)
    with system_scope(reason="test"):
        rows = list(WorkPlan.objects.prefetch_related("editions"))
        assert {row.state for row in rows} == set(WorkPlan.State.values)
        editions = [edition for row in rows for edition in row.editions.all()]
        assert any(edition.days_late for edition in editions)
        assert any(edition.reason for edition in editions)
        assert WorkPlan.objects.overdue().exists()
        assert len(list(in_order(tree_of(Plan.objects.get(is_current=True))))) == 63
