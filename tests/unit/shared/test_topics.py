"""What a topic may differ in, and what helps."""

from dataclasses import replace
from pathlib import Path

import pytest

from launcher.house import kafka_access, load_services
from shared.bus.topics import (
    PARTITIONS,
    RECORD_BYTES,
    Difference,
    Remedy,
    Topic,
    TopicPolicy,
    differences,
    strangers,
    wanted_topics,
)
from shared.runtime.settings import Settings, SettingsError
from tests.support.certificates import make_certificate

REGION = TopicPolicy(replication=3, min_in_sync=2)
NAME = "digibank.loans.loans"
GOOD = Topic(NAME, PARTITIONS, 3, never_used=False, config=REGION.config() | {"max.message.bytes": str(RECORD_BYTES)})


def with_config(topic: Topic, **config: str) -> Topic:
    """The same with other settings, their names with _ for a point."""
    return replace(topic, config=dict(topic.config) | {name.replace("_", "."): value for name, value in config.items()})


def only(topic: Topic, policy: TopicPolicy = REGION) -> Difference:
    """The one thing that is wrong with it."""
    (one,) = differences([NAME], {NAME: topic}, policy)
    return one


def test_what_services_write_and_read_is_what_is_wanted() -> None:
    used = {event.topic for one in load_services() for event in (*one.publishes, *one.reacts_to, *one.projects)}
    assert used == set(wanted_topics())


def test_a_topic_as_we_make_it_and_a_safer_one_are_in_order() -> None:
    safer = with_config(replace(GOOD, replication=5), min_insync_replicas="3", max_message_bytes="9999999")
    for topic in (GOOD, safer):
        assert differences([NAME], {NAME: topic}, REGION) == []


def test_a_missing_topic_is_made_and_stops_nobody() -> None:
    (one,) = differences([NAME], {}, REGION)
    assert (one.what, one.remedy, one.grave) == ("topic", Remedy.create, False)


@pytest.mark.parametrize(
    ("partitions", "never_used", "remedy"),
    [
        (1, True, Remedy.add_partitions),
        (1, False, Remedy.keep_order),
        (24, False, Remedy.keep_order),
        (24, True, Remedy.delete_unused),
    ],
)
def test_partitions_are_never_changed_under_events(partitions: int, never_used: bool, remedy: Remedy) -> None:
    one = only(replace(GOOD, partitions=partitions, never_used=never_used))
    assert (one.what, one.grave, one.remedy) == ("partitions", True, remedy)
    assert one.remedy.by_itself == (partitions < PARTITIONS and never_used)


@pytest.mark.parametrize(
    "config",
    [
        {"retention_ms": "604800000"},
        {"retention_bytes": "1000000"},
        {"cleanup_policy": "compact"},
        {"cleanup_policy": "compact,delete"},
        {"unclean_leader_election_enable": "true"},
        {"min_insync_replicas": "1"},
    ],
)
def test_what_loses_events_is_grave_and_can_be_set_right(config: dict[str, str]) -> None:
    one = only(with_config(GOOD, **config))
    assert (one.grave, one.remedy) == (True, Remedy.set_config)


def test_what_loses_nothing_is_told_and_stops_nobody() -> None:
    too_small, fewer_copies = only(with_config(GOOD, max_message_bytes="1000")), only(replace(GOOD, replication=2))
    assert (too_small.grave, too_small.remedy) == (False, Remedy.set_config)
    assert (fewer_copies.grave, fewer_copies.remedy) == (False, Remedy.move_replicas)


def test_more_confirmations_than_copies_are_never_asked_for() -> None:
    """It would stop all publishing."""
    one_copy = with_config(replace(GOOD, replication=1), min_insync_replicas="1")
    assert {(one.what, one.remedy) for one in differences([NAME], {NAME: one_copy}, REGION)} == {
        ("replication", Remedy.move_replicas),
        ("min.insync.replicas", Remedy.replicas_first),
    }


def test_strangers_are_ours_by_name_only() -> None:
    assert strangers([NAME], [NAME, "digibank.loans.old", "somebody.else"]) == ["digibank.loans.old"]


def test_no_confirmation_can_be_asked_of_a_broker_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match="DIGIBANK_KAFKA_MIN_IN_SYNC: must not be more than DIGIBANK_KAFKA_REPLICATION"):
        Settings.load(kafka_replication=2, kafka_min_in_sync=3)


def test_a_login_needs_a_user_and_a_password(tmp_path: Path) -> None:
    incomplete: list[dict[str, object]] = [{}, {"kafka_user": "digibank"}, {"kafka_password_file": tmp_path / "password"}]
    for given in incomplete:
        with pytest.raises(SettingsError, match="DIGIBANK_KAFKA_PASSWORD_FILE: must be a file with the password"):
            Settings.load(kafka="broker:9093", kafka_security_protocol="SASL_SSL", **given)
    settings = Settings.load(
        kafka="broker:9093", kafka_security_protocol="SASL_SSL", kafka_user="digibank", kafka_password_file=tmp_path / "password"
    )
    with pytest.raises(SettingsError, match=r"DIGIBANK_KAFKA_PASSWORD_FILE: .* cannot be read"):
        kafka_access(settings)


def test_every_client_is_told_the_same(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    password = tmp_path / "password"
    password.write_text("secret\n")
    login: dict[str, object] = {"kafka_user": "digibank", "kafka_password_file": password}
    plain = kafka_access(Settings.load(kafka="one:9092,two:9092", **login)).client("loans")
    assert plain == {"bootstrap_servers": ["one:9092", "two:9092"], "client_id": "loans", "security_protocol": "PLAINTEXT"}
    with_login = kafka_access(Settings.load(kafka="one:9092", kafka_security_protocol="SASL_PLAINTEXT", **login)).client("loans")
    assert with_login["sasl_mechanism"] == "SCRAM-SHA-512"
    assert (with_login["sasl_plain_username"], with_login["sasl_plain_password"]) == ("digibank", "secret")
    assert "ssl_context" not in with_login
    with_tls = kafka_access(Settings.load(kafka="one:9092", kafka_security_protocol="SSL", kafka_ca_file=certificate)).client(
        "loans"
    )
    assert with_tls["ssl_context"].check_hostname
    assert "sasl_plain_password" not in with_tls
    for no_good in (key, tmp_path / "none"):
        with pytest.raises(SettingsError, match="DIGIBANK_KAFKA_CA_FILE"):
            kafka_access(Settings.load(kafka="one:9092", kafka_security_protocol="SSL", kafka_ca_file=no_good))


def test_no_password_is_shown(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("secret")
    settings = Settings(
        kafka="one:9092", kafka_security_protocol="SASL_SSL", kafka_user="digibank", kafka_password_file=tmp_path / "password"
    )
    assert "secret" not in repr(settings) + repr(kafka_access(settings))
