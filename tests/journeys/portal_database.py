"""Reaching into a running portal from outside, as an operator's shell would."""

import subprocess
import sys

from django.conf import settings

from tests.journeys.conftest import Portal


def run_in_portal(portal: Portal, code: str) -> str:
    """Run Python `code` inside the portal's own settings and a system scope; returns its output."""
    script = (
        "import django; django.setup()\n"
        "from accounts.tenancy import system_scope\n"
        "with system_scope(reason='test'):\n    " + code
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "qingdao_portal.engines",
            "exec",
            "--",
            sys.executable,
            "-c",
            script,
        ],
        cwd=settings.BASE_DIR,
        env=portal.environment | {"DJANGO_SETTINGS_MODULE": "qingdao_portal.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
