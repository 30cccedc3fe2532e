"""Project package: settings, urls, Celery and the embedded engines."""
