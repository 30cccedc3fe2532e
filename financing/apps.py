from django.apps import AppConfig


class FinancingConfig(AppConfig):
    name = "financing"
    verbose_name = "融资服务"

    def ready(self) -> None:
        from accounts.machine_actors import register_machines
        from financing.bank_scope import register_bank_flag
        from financing.firm_scope import register_firm_flag
        from financing.investor_scope import register_investor_flag
        from financing.line.api import described  # noqa: F401  registers itself
        from financing.line.api.sign_in import caller
        from financing.line.views import home  # noqa: F401  registers the home of banks
        from financing.line.webhooks.announce import register_announcements
        from financing.listings.views import home as of_investors  # noqa: F401  registers it
        from financing.subsidies.outcomes import register_outcomes as register_subsidies
        from financing.subsidies.review.files import register_files
        from financing.subsidies.review.part import register_review
        from financing.subsidies.review.views import audits  # noqa: F401  registers the firms' home
        from financing.whitelist.exits import register_exits
        from financing.whitelist.outcomes import register_outcomes

        register_bank_flag()
        register_firm_flag()
        register_investor_flag()
        register_machines("/api/v1/", caller)
        register_announcements()
        register_outcomes()
        register_exits()
        register_subsidies()
        register_files()
        register_review()
        from financing.ledger.recoveries import register_recoveries

        register_recoveries()
        from financing.ledger.conditions import register_condition
        from financing.ledger.demands import register_unmet
        from financing.subsidies.effect.actions.save_report import register_proofs
        from financing.subsidies.effect.follow_up import unmet_goals, why_instalment_waits

        register_proofs()
        register_condition(why_instalment_waits)
        register_unmet(unmet_goals)
        from financing.listings.proposals import events_on_record
        from financing.subsidies.facts_of import register_events

        register_events(events_on_record)
        from financing.subsidies.auto.granting import register_granting

        register_granting()
