"""Check the migrations for steps that would break the release running beside them.

The linter is installed for development only, so it is no app of the portal: it is called here.
"""

import os

import django
from django.core.management import call_command

from qingdao_portal.engines.folders import REPOSITORY

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdao_portal.settings")


def main() -> None:
    """Exits with 1 if a migration has an error."""
    django.setup()
    from django.apps import apps
    from django_migration_linter.management.commands.lintmigrations import Command

    outside = [
        config.label
        for config in apps.get_app_configs()
        if not config.path.startswith(str(REPOSITORY)) or "site-packages" in config.path
    ]
    call_command(
        Command(),
        database="owner",
        exclude_apps=outside,
        ignore_initial_migrations=True,
        # Each new table gets (id, organisation, district) unique for the composite tenant keys,
        # in the migration after the one that makes it: nothing is in it yet.
        exclude_migration_tests=["ADD_UNIQUE"],
        # They rename columns and drop a table before the first deployment.
        ignore_name=[
            "0003_versions_of_forms",
            "0004_versions_of_forms",
            "0004_one_table_of_bulk_runs",
        ],
        no_cache=True,  # it would outlive a change of these options
        quiet=["ok", "ignore"],
    )


if __name__ == "__main__":
    main()
