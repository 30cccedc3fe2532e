"""docker-compose.yml against the published compose schema and against what it mounts."""

import json
import re

import jsonschema
import pytest
import yaml

from accounts.signs_of_life import RELAY
from qingdao_portal.engines import backup, front_end
from qingdao_portal.engines.folders import REPOSITORY, Folders

FILE = REPOSITORY / "docker-compose.yml"
_SECRET = re.compile(r"PASSWORD|SECRET|_KEY$")


@pytest.fixture(scope="module")
def compose() -> dict[str, object]:
    return dict(yaml.safe_load(FILE.read_text()))


def test_it_fits_the_compose_schema(compose: dict[str, object]) -> None:
    folder = front_end.fetch(Folders.from_environment(), for_tests=True)
    schema = json.loads((folder / "compose-spec.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(compose)] == []


def test_the_schema_does_refuse_a_mistake(compose: dict[str, object]) -> None:
    folder = front_end.fetch(Folders.from_environment(), for_tests=True)
    schema = json.loads((folder / "compose-spec.json").read_text())
    wrong = {**compose, "services": {"web": {"imgae": "portal"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_every_part_of_production_is_there(compose: dict[str, object]) -> None:
    expected = {"proxy", "web", "worker", "beat", "relay", "database", "redis", "storage"}
    assert expected <= set(compose["services"])


def test_only_migration_knows_the_owner_of_the_tables(compose: dict[str, object]) -> None:
    knowing = {
        name
        for name, service in compose["services"].items()
        if "DATABASE_OWNER_URL" in service.get("environment", {})
    }
    assert knowing == {"migrate"}


def test_no_secret_is_written_in_the_file(compose: dict[str, object]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if _SECRET.search(name):
                assert str(value).startswith("${"), name


def test_every_image_has_a_version(compose: dict[str, object]) -> None:
    for name, service in compose["services"].items():
        version = service["image"].partition(":")[2]
        assert version and version != "latest", name


def test_mounted_files_networks_and_volumes_exist(compose: dict[str, object]) -> None:
    for service in compose["services"].values():
        assert set(service["networks"]) <= set(compose["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (REPOSITORY / source).is_file()
            else:
                assert source in compose["volumes"]


def test_the_image_is_built_from_files_that_exist() -> None:
    text = (REPOSITORY / "Dockerfile").read_text()
    for source in re.findall(r"^COPY (?!--from)(\S+)", text, flags=re.MULTILINE):
        assert (REPOSITORY / source).exists(), source


def test_every_optional_setting_is_passed_on(compose: dict[str, object]) -> None:
    """What deploy.md says that the portal reads, compose lets through."""
    guide = (REPOSITORY / "docs" / "deploy.md").read_text()
    rows = [line for line in guide.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`([A-Z][A-Z0-9_]+)[`=]", " ".join(row.split("|")[1] for row in rows)))
    passed = set(compose["services"]["migrate"]["environment"])
    assert {"OIDC_SERVER_URL", "CLAMD_ADDRESS", "DEFAULT_FROM_EMAIL"} <= named
    assert named - passed == set()


@pytest.mark.parametrize("name", ["web", "worker", "beat", "relay", "database", "redis"])
def test_every_part_that_works_is_looked_after(compose: dict[str, object], name: str) -> None:
    assert compose["services"][name]["healthcheck"]["test"]


def test_relay_is_alive_when_all_of_its_lanes_are(compose: dict[str, object]) -> None:
    assert compose["services"]["relay"]["healthcheck"]["test"][4:] == list(RELAY)


def test_containers_dump_and_restore_as_the_tests_do(compose: dict[str, object]) -> None:
    services = compose["services"]
    assert tuple(services["backup"]["command"]) == backup.DUMPING
    assert tuple(services["restore"]["command"][:-1]) == backup.RESTORING


def test_image_is_served_as_the_tests_and_make_run_do() -> None:
    text = (REPOSITORY / "Dockerfile").read_text()
    assert '"--interface", "rsgi", "--http", "1"' in text
    assert "qingdao_portal.rsgi:application" in text
