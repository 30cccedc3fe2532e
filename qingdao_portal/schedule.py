"""What runs when: the tasks that Celery's clock starts, in local time."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "restart-stalled-jobs": {"task": "accounts.tasks.restart_stalled_jobs", "schedule": 20.0},
    "seal-trail": {"task": "accounts.tasks.seal_trail", "schedule": 300.0},
    "check-seals": {
        "task": "accounts.tasks.check_seals",
        "schedule": crontab(hour="2", minute="30"),
    },
    "retention": {
        "task": "accounts.tasks.run_retention",
        "schedule": crontab(hour="0", minute="20"),
    },
    "announce-batches": {"task": "procedures.tasks.announce_batches", "schedule": 60.0},
    "certificates-nightly": {
        "task": "certification.tasks.run_certificates_nightly",
        "schedule": crontab(hour="1", minute="10"),
    },
    "send-webhooks-due": {"task": "financing.tasks.send_webhooks_due", "schedule": 30.0},
    "write-usage-down": {"task": "financing.tasks.write_usage_down", "schedule": 60.0},
    "bank-line-nightly": {
        "task": "financing.tasks.run_line_nightly",
        "schedule": crontab(hour="0", minute="5"),
    },
    "claim-reviews-nightly": {
        "task": "financing.tasks.run_reviews_nightly",
        "schedule": crontab(hour="0", minute="15"),
    },
    "effect-reports-nightly": {
        "task": "financing.tasks.run_effect_nightly",
        "schedule": crontab(hour="0", minute="20"),
    },
    "grants-nightly": {
        "task": "financing.tasks.run_grants_nightly",
        "schedule": crontab(hour="0", minute="15"),
    },
    "listings-nightly": {
        "task": "financing.tasks.run_listings_nightly",
        "schedule": crontab(hour="0", minute="15"),
    },
    "free-seats": {"task": "financing.tasks.free_seats", "schedule": 300.0},
    # After the lives of certificates, so that what ran out yesterday is known.
    "facts-nightly": {
        "task": "reports.tasks.run_facts_nightly",
        "schedule": crontab(hour="2", minute="0"),
    },
    # Asks what is due; a missed minute is made up for by the next.
    "due-reports": {"task": "reports.tasks.run_due_reports", "schedule": 60.0},
    # Each hour of the day's work: what a stopped beat has missed is made up for with the next.
    "watch-orders": {
        "task": "reports.tasks.watch_orders",
        "schedule": crontab(hour="8-18", minute="15"),
    },
    # After the facts, whose figures it takes.
    "assessment-nightly": {
        "task": "reports.tasks.run_assessment_nightly",
        "schedule": crontab(hour="2", minute="30"),
    },
    # What is due is asked each time, so that a start that was missed is made up for once.
    "papers-due": {
        "task": "reports.tasks.run_papers_due",
        "schedule": crontab(minute="*/10"),
    },
    "remind-of-deadlines": {
        "task": "procedures.tasks.remind_of_deadlines",
        "schedule": crontab(hour="8", minute="30"),
    },
    "remind-of-work-plans": {
        "task": "reports.tasks.remind_of_work_plans",
        "schedule": crontab(hour="8", minute="40"),
    },
}
