"""The files of the stack, read and compared with the program, without starting anything."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
import typer.main
import yaml  # type: ignore[import-untyped, unused-ignore]
from jsonschema import Draft7Validator  # type: ignore[import-untyped, unused-ignore]

from launcher.commands import app
from launcher.environment import PROJECT
from launcher.postgres.programs import major_version, programs_folder
from launcher.services import service_names
from launcher.web_server import STOP_SECONDS
from shared.runtime.settings import Settings

EXAMPLE = PROJECT / "deploy" / "example.env"
FILES = ("docker-compose.yml", "deploy/keycloak.yml")
VARIABLE = re.compile(r"\$(\$)|\$\{(\w+):-([^}]*)\}|(\$.)")
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|CREDENTIAL|_KEY$")

ANOTHER_KAFKA = "the Kafka of the file is one node on a network of its own; for another one an override sets it"
FILE_OF_ITS_OWN = "a file that only who has an account has; an override mounts it, as docs/operations.md says"
NOT_IN_THE_STACK = {
    "data": "everything that must survive is in volumes",
    "tls_cert": "the proxy does TLS",
    "tls_key": "the proxy does TLS",
    "pseudo_language": "for tests",
    "gateway_token_file": FILE_OF_ITS_OWN,
    "gateway_body_file": FILE_OF_ITS_OWN,
    "kafka_security_protocol": ANOTHER_KAFKA,
    "kafka_ca_file": ANOTHER_KAFKA,
    "kafka_user": ANOTHER_KAFKA,
    "kafka_password_file": ANOTHER_KAFKA,
    "kafka_replication": ANOTHER_KAFKA,
    "kafka_min_in_sync": ANOTHER_KAFKA,
}
WRITES_OUTSIDE_ITS_VOLUMES = {"kafka": "its image writes its configuration beside its program", "keycloak": "so does this one"}
ONCE = {"keys", "setup"}


def variables() -> dict[str, str]:
    """What example.env says."""
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """A text with its `${NAME:-value}` filled in, as docker compose does."""

    def one(found: re.Match[str]) -> str:
        assert not found[4], f"a variable without a default, which would stop somebody without .env: {text}"
        return found[1] or values.get(found[2]) or found[3]

    return VARIABLE.sub(one, text)


def filled_in(node: Any, values: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: filled_in(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [filled_in(value, values) for value in node]
    return fill_in(node, values) if isinstance(node, str) else node


def read(name: str, values: Mapping[str, str] | None = None) -> dict[str, Any]:
    return cast(dict[str, Any], filled_in(yaml.safe_load((PROJECT / name).read_text()), variables() if values is None else values))


STACK = read("docker-compose.yml")
SERVICES: dict[str, dict[str, Any]] = STACK["services"]
WITH_KEYCLOAK = SERVICES | {"keycloak": read("deploy/keycloak.yml")["services"]["keycloak"]}
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("digibank:")}
PROCESSES = {name: service for name, service in OURS.items() if name.endswith(("-web", "-worker"))}


def every(services: Mapping[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", list(services))


def mounts(service: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Source and target of everything that is mounted."""
    for volume in service.get("volumes", []):
        if isinstance(volume, str):
            source, target = volume.split(":")[:2]
            yield source, target
        else:
            yield volume["source"], volume["target"]


# --- the files themselves ---


@pytest.mark.parametrize("name", FILES)
def test_it_is_a_compose_file(name: str) -> None:
    """By the schema of the Compose Specification, with and without an .env file."""
    schema = json.loads((Path(__file__).parent / "vendor" / "compose-spec.json").read_text())
    for values in (variables(), {}):
        errors = [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in _errors(schema, read(name, values))]
        assert errors == []


def _errors(schema: Any, content: Any) -> Any:
    # Names that start with `x-` are ours to choose.
    return Draft7Validator(schema).iter_errors({key: value for key, value in content.items() if not key.startswith("x-")})


def test_every_variable_is_in_the_example_with_the_value_it_has_without() -> None:
    defaults: dict[str, str] = {}
    for name in FILES:
        for found in VARIABLE.finditer("\n".join(_without_comment(line) for line in (PROJECT / name).read_text().splitlines())):
            if found[2]:
                assert defaults.setdefault(found[2], found[3]) == found[3], f"{found[2]} has two defaults"
    assert defaults == variables()


def _without_comment(line: str) -> str:
    return re.sub(r"(^|\s)#.*", "", line)


def test_every_variable_is_explained() -> None:
    """Each stands under a comment, alone or in a group."""
    for paragraph in EXAMPLE.read_text().split("\n\n"):
        assert paragraph.startswith("# "), f"no word about {paragraph}"


def test_nothing_secret_is_in_the_files() -> None:
    for name, service in WITH_KEYCLOAK.items():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}={value}"
                assert value.startswith(("/run/", "/var/lib/digibank/"))
    assert [variable for variable in variables() if SECRET.search(variable)] == []


# --- what runs ---


def test_every_service_of_the_house_is_there_twice() -> None:
    assert set(PROCESSES) == {f"{name}-{part}" for name in service_names() for part in ("web", "worker")}
    assert {name for name in SERVICES if "-" in name} == set(PROCESSES)
    for name, service in PROCESSES.items():
        assert service["command"] == ["./digibank", "service", *name.split("-")]


@every(OURS)
def test_its_command_is_one_of_the_launcher(name: str) -> None:
    """With the options that it has: parsed as when it runs, and not run."""
    command = OURS[name]["command"]
    if command[0] == "sh":
        found = re.search(r"\./digibank ([^;]*)", command[2])
        assert found is not None
        command = ["./digibank", *found[1].split()]
    program, *words = command
    assert (PROJECT / program).is_file()
    here: Any = typer.main.get_command(app)
    while hasattr(here, "commands"):
        word = words.pop(0)
        here = here.commands.get(word)
        assert here is not None, f"there is no command {word}"
    here.make_context(name, words)


@pytest.mark.parametrize(
    ("words", "why"),
    [("sign-in", "no command sign-in"), ("service loans both", "is not one of"), ("setup --quickly", "No such option")],
)
def test_a_command_that_is_none_is_noticed(words: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OURS, "wrong", {"command": ["./digibank", *words.split()]})
    with pytest.raises(Exception, match=why):
        test_its_command_is_one_of_the_launcher("wrong")


@every(OURS)
def test_its_settings_are_settings(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment: dict[str, str] = OURS[name]["environment"]
    known = {f"DIGIBANK_{field.upper()}" for field in Settings.model_fields}
    assert [variable for variable in environment if variable not in known] == []
    for variable, value in environment.items():
        if variable == "DIGIBANK_POSTGRES_PASSWORD_FILE":
            (tmp_path / "password").write_text("a password")
            value = str(tmp_path / "password")
        monkeypatch.setenv(variable, value)
    settings = Settings.load()
    assert settings.is_secure
    if name in PROCESSES:
        assert "@" not in settings.postgres, "a service gets no login: each role's password follows from the master key"
        assert settings.host == "0.0.0.0"
    elif name != "keys":
        assert settings.postgres == "postgresql://postgres:a%20password@postgres:5432/postgres"


def test_every_setting_can_be_set_or_has_no_use_here() -> None:
    told = {variable for service in OURS.values() for variable in service["environment"]}
    missing = {field for field in Settings.model_fields if f"DIGIBANK_{field.upper()}" not in told}
    assert missing == set(NOT_IN_THE_STACK)


def test_colleagues_are_asked_where_they_are() -> None:
    for name, service in PROCESSES.items():
        for other in service_names():
            host, port = service["environment"]["DIGIBANK_COLLEAGUES"].format(service=other).removeprefix("http://").split(":")
            assert port == SERVICES[host]["environment"]["DIGIBANK_PORT"], name
            assert set(SERVICES[host]["networks"]) & set(service["networks"])


# --- when it is well ---


@every({name: service for name, service in WITH_KEYCLOAK.items() if name not in ONCE})
def test_its_health_is_asked_at_the_port_where_it_listens(name: str) -> None:
    service = WITH_KEYCLOAK[name]
    test, environment = service["healthcheck"]["test"], service.get("environment", {})
    if name in PROCESSES:
        assert test == ["CMD", "python", "-m", "launcher.healthy", name.split("-")[0]]  # which reads DIGIBANK_PORT
        return
    asked = re.findall(r"127\.0\.0\.1[:/](\d+)", " ".join(test))
    match name:
        case "postgres":
            assert test[1] == "pg_isready"
            assert asked == []  # its own port, 5432, which the others ask as well
            assert all(":5432" in one["environment"]["DIGIBANK_POSTGRES"] for key, one in OURS.items() if key != "keys")
        case "kafka":
            assert f"PLAINTEXT://:{asked[0]}" in environment["KAFKA_LISTENERS"].split(",")
            assert environment["KAFKA_ADVERTISED_LISTENERS"] == f"PLAINTEXT://kafka:{asked[0]}"
            assert OURS["loans-worker"]["environment"]["DIGIBANK_KAFKA"] == f"kafka:{asked[0]}"
        case "proxy":
            assert f"http://127.0.0.1:{asked[0]} {{" in (PROJECT / "deploy/proxy/Caddyfile").read_text()
        case "keycloak":
            assert asked == [environment["KC_HTTP_PORT"]]
        case "backup":
            assert dict(mounts(service))["backups"] in test[1]
        case _:
            assert asked == [{"prometheus": "9090", "alertmanager": "9093", "grafana": "3000"}[name]]


def test_everybody_waits_for_what_it_needs() -> None:
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            ends = other in ONCE
            assert how["condition"] == ("service_completed_successfully" if ends else "service_healthy"), name
            assert SERVICES[other]["healthcheck"].get("disable", False) is ends
        if name in PROCESSES:
            assert set(service["depends_on"]) == {"setup", "postgres", "kafka"}
    assert set(SERVICES["setup"]["depends_on"]) == {"keys", "postgres", "kafka"}
    assert set(SERVICES["proxy"]["depends_on"]) == {f"{name}-web" for name in service_names()}


# --- what it may ---


@every(WITH_KEYCLOAK)
def test_it_has_limits_and_no_rights(name: str) -> None:
    service = WITH_KEYCLOAK[name]
    assert re.fullmatch(r"[1-9]\d*:\d+", service["user"]), "a number, and not that of root"
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "devices", "pid", "ipc", "container_name"} & service.keys()
    assert service.get("read_only", False) is (name not in WRITES_OUTSIDE_ITS_VOLUMES)
    assert service["deploy"]["resources"]["limits"].keys() == {"memory", "cpus", "pids"}
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}
    assert service["restart"] == {"keys": "no", "setup": "on-failure:5"}.get(name, "unless-stopped")
    assert ("healthcheck" in service) is True
    if name not in ("keys", "setup"):
        assert int(service["stop_grace_period"].removesuffix("s")) > STOP_SECONDS


@every(WITH_KEYCLOAK)
def test_its_image_has_one_version(name: str) -> None:
    image, _, version = WITH_KEYCLOAK[name]["image"].rpartition(":")
    if name in OURS:
        assert (image, version) == ("digibank", variables()["DIGIBANK_VERSION"])
        assert ("build" in WITH_KEYCLOAK[name]) is (name == "keys"), "built once, and used by all"
    else:
        assert re.fullmatch(r"v?\d+\.\d+(\.\d+)?(-[a-z]+)?", version), f"{image} could be another one tomorrow"


def test_kafka_and_postgresql_are_those_of_the_tests(tmp_path: Path) -> None:
    tested = re.search(r"<kafka.version>(.*)</kafka.version>", (PROJECT / "deploy/kafka/pom.xml").read_text())
    assert tested is not None
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{tested[1]}"
    postgres = SERVICES["postgres"]["image"].removeprefix("postgres:").split(".")[0]
    assert postgres == str(major_version(programs_folder(), None, Path("/"))), "pg_dump in our image must know this version"


def test_only_the_proxy_is_open_to_others() -> None:
    for name, service in WITH_KEYCLOAK.items():
        for port in service.get("ports", []):
            assert name == "proxy" or port.startswith("127.0.0.1:"), f"{name} is open at {port}"
    assert STACK["networks"]["back"] == {"internal": True}
    for name in ("postgres", "kafka", "setup", "backup"):
        assert SERVICES[name]["networks"] == ["back"]
    in_front = {name for name, service in SERVICES.items() if "front" in service.get("networks", [])}
    assert in_front == {"proxy", *(f"{name}-web" for name in service_names())}, "whoever is here is believed about visitors"
    subnet = STACK["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert {service["environment"]["DIGIBANK_TRUSTED_PROXIES"] for service in PROCESSES.values()} == {subnet}


# --- what it keeps ---


def test_what_is_mounted_exists() -> None:
    used = set()
    for name, service in SERVICES.items():
        for source, target in mounts(service):
            if source.startswith("."):
                assert (PROJECT / source).is_dir(), f"{name} mounts {source}"
            else:
                used.add(source)
            assert target.startswith("/")
    assert used == set(STACK["volumes"])
    assert SERVICES["postgres"]["volumes"][0] == "postgres:/var/lib/postgresql"  # since 18 not its folder `data`


@pytest.mark.parametrize(("reader", "secret"), [("postgres", "postgres"), ("grafana", "grafana"), ("keycloak", "keycloak")])
def test_a_password_is_made_where_it_is_read(reader: str, secret: str) -> None:
    makers = SERVICES["keys"] if reader != "keycloak" else read("deploy/keycloak.yml")["services"]["keys"]
    made = dict(mounts(makers))[f"{secret}-password"]
    assert f"--password={secret}={made}/password" in makers["command"]
    service = WITH_KEYCLOAK[reader]
    read_at = f"{dict(mounts(service))[f'{secret}-password']}/password"
    assert read_at in json.dumps(service)
    assert service["group_add"] == [OURS["keys"]["user"].split(":")[1]], "the file is for our group"
