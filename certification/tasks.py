"""Celery tasks of certificates."""

from celery import shared_task

from certification import nightly


@shared_task(name="certification.tasks.run_certificates_nightly")
def run_certificates_nightly() -> int:
    return nightly.run_nightly()
