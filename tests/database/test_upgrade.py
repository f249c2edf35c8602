"""What an installation knew before an upgrade, it knows after."""

from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from launcher.provision import provision
from services.inventory.store.accessory_tables import IS_OUT, along_line
from services.loans.domain.agreement import SignedAgreement
from services.loans.domain.priority import PriorityReason
from services.loans.queries.loans import get_signed
from services.loans.store.closed import TELL
from services.loans.store.requests import Requests
from shared.bus.unit import Unit
from shared.database import migrations
from shared.database.engine import Database
from shared.runtime.clock import new_id
from shared.runtime.running import BUS_MIGRATIONS
from shared.runtime.settings import Settings

PACKAGE_OF_LOANS = "services.loans.store.migrations"
FACE = "SELECT organisation, sequence, title, help_line FROM bus.organisation_face"


def upgraded(connection: Connection, package: str, *revisions: str) -> None:
    """Bring a database to a shape that it had once."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent / "alembic"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(import_module(name).__path__[0] for name in (BUS_MIGRATIONS, package)))
    config.attributes["connection"] = connection
    for revision in revisions:
        command.upgrade(config, revision)
    connection.commit()


@pytest.mark.parametrize(
    ("service", "before", "title"), [("helpdesk", "0001", "De Vaart"), ("loans", "0002", "De Vaart"), ("inventory", "0002", "")]
)
async def test_where_families_find_help_is_still_known(settings: Settings, service: str, before: str, title: str) -> None:
    name, package, organisation = f"older_{service}", f"services.{service}.store.migrations", new_id()
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    known = {"organisation": organisation, "sequence": 7, "help_line": "050 12 34 56"} | ({"title": title} if title else {})
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, package, "bus_0002", f"{service}_{before}")
            columns, values = ", ".join(known), ", ".join(f":{column}" for column in known)
            await connection.execute(text(f"INSERT INTO known_organisation ({columns}) VALUES ({values})"), known)
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            found = (await connection.execute(text(FACE))).all()
    finally:
        await engine.dispose()
    assert [tuple(row) for row in found] == [(organisation, 7, title, "050 12 34 56")]


async def test_recyclers_stand_on_the_short_list_and_trips_still_name_them(settings: Settings) -> None:
    name, package, organisation = "older_recyclers", "services.inventory.store.migrations", new_id()
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    kept, hidden, trip = new_id(), new_id(), new_id()
    known = "INSERT INTO recycler (id, organisation, name, hidden) VALUES (:id, :here, :name, :hidden)"
    rode = (
        "INSERT INTO hand_over (id, organisation, recycler_id, day, added_at, added_by) VALUES (:id, :here, :to, now(), now(), :id)"
    )
    named = """
    SELECT h.id, kind, name, removed_at IS NOT NULL FROM short_list_entry AS e LEFT JOIN hand_over AS h ON e.id = h.recycler_id
    """
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, package, "bus@head", "inventory_0012")
            for id_, called in ((kept, "De Draaischijf"), (hidden, "Oud IJzer")):
                row = {"id": id_, "here": organisation, "name": called, "hidden": id_ == hidden}
                await connection.execute(text(known), row)
            await connection.execute(text(rode), {"id": trip, "here": organisation, "to": hidden})
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            found = {tuple(row) for row in await connection.execute(text(named))}
    finally:
        await engine.dispose()
    assert found == {(None, "recycler", "De Draaischijf", False), (trip, "recycler", "Oud IJzer", True)}


async def test_machines_of_before_are_found_by_what_they_are_and_judged_again(settings: Settings) -> None:
    name, package, organisation = "older_machines", "services.inventory.store.migrations", new_id()
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    machine, lot, donor = new_id(), new_id(), new_id()
    ids = {"here": organisation, "machine": machine, "lot": lot, "donor": donor}
    before = (
        "INSERT INTO donor (id, organisation, kind, name) VALUES (:donor, :here, 'organisation', 'Drukkerij Zand')",
        "INSERT INTO lot (id, organisation, donor_id, received_on, source, agreement, added_at)"
        " VALUES (:lot, :here, :donor, now(), 'Kelder', 'wipe', now())",
        "INSERT INTO public_code (code, organisation) VALUES ('KX4-72M', :here)",
        "INSERT INTO device (id, organisation, code, maker, model, chassis, registered_at, status, lot_id, memory_mb, told_fit)"
        " VALUES (:machine, :here, 'KX4-72M', 'Lenovo', 'X240', 'laptop', now(), 'ready', :lot, 8192, 'told')",
    )
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, package, "bus@head", "inventory_0012")
            for statement in before:
                used = {key: id_ for key, id_ in ids.items() if f":{key}" in statement}
                await connection.execute(text(statement), used)
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            facets = set((await connection.execute(text("SELECT facet FROM device_facet"))).scalars())
            words = set((await connection.execute(text("SELECT term FROM giver_term"))).scalars())
            told = (await connection.execute(text("SELECT told_fit FROM device"))).scalar()
            jobs = [tuple(row) for row in await connection.execute(text("SELECT organisation, kind FROM bus.job"))]
    finally:
        await engine.dispose()
    assert facets == {"kind=laptop", f"lot={lot}", f"donor={donor}", "memory=4", "memory=8"}
    assert words == {"drukkerij", "zand", "kelder"}
    assert told is None
    assert set(jobs) == {(organisation, "judge_again")}


async def test_machines_that_were_ready_before_wishes_are_judged_once_more(settings: Settings) -> None:
    name, package, organisation, other = "older_wishes", "services.inventory.store.migrations", new_id(), new_id()
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    code = "INSERT INTO public_code (code, organisation) VALUES (:code, :here)"
    machine = (
        "INSERT INTO device (id, organisation, code, maker, model, chassis, registered_at, status, told_fit)"
        " VALUES (:id, :here, :code, 'Lenovo', 'X240', 'laptop', now(), :status, 'told')"
    )
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, package, "bus@head", "inventory_0021")
            stand = (("KX4-72M", organisation, "ready"), ("KX4-73M", organisation, "ready"), ("KX4-74M", other, "arrived"))
            for its_code, here, status in stand:
                await connection.execute(text(code), {"code": its_code, "here": here})
                await connection.execute(text(machine), {"id": new_id(), "here": here, "code": its_code, "status": status})
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            jobs = {tuple(row) for row in await connection.execute(text("SELECT organisation, kind, unique_key FROM bus.job"))}
    finally:
        await engine.dispose()
    assert jobs == {(organisation, "judge_again", "inventory_0022 1"), (organisation, "judge_again", "inventory_0022 2")}


@pytest.mark.parametrize("signed_by", ["Fatima B.", None], ids=["typed", "on paper"])
async def test_what_was_signed_before_reads_and_hashes_as_it_did(settings: Settings, signed_by: str | None) -> None:
    name = f"older_agreements_{'typed' if signed_by else 'paper'}"
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    here, household, request, loan, other = (new_id() for _ in range(5))
    words = "ما نتفق عليه\n\nKiwi 🥝 \u2068016\u00a022\u2069\n\f\nWat we afspreken\n\nWie\n Fatima’s gezin. "
    ids = {"here": here, "household": household, "request": request, "loan": loan}
    before = (
        "INSERT INTO household (id, organisation, code) VALUES (:household, :here, 'KIWI-42')",
        "INSERT INTO request (id, organisation, household_id, profile, school_child_without_machine, internet, since,"
        " place_in_line, status, changed_at)"
        " VALUES (:request, :here, :household, 'work', false, 'yes', now(), now(), 'stopped', now())",
        "INSERT INTO loan (id, organisation, request_id, household_id, status, accessories, learners, started_on, changed_at)"
        " VALUES (:loan, :here, :request, :household, 'running', '{}', 0, now(), now())",
    )
    row = {"loan": loan, "here": here, "words": words, "hash": sha256(words.encode()).hexdigest(), "name": signed_by, "by": other}
    signed = (
        "INSERT INTO agreement (loan_id, organisation, text, sha256, template_version, language, way, signature_name, seen_by,"
        " signed_at) VALUES (:loan, :here, :words, :hash, 2, 'ar', 'typed', :name, :by, now())"
    )
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, PACKAGE_OF_LOANS, "bus@head", "loans_0010")
            for statement in before:
                await connection.execute(text(statement), {key: id_ for key, id_ in ids.items() if f":{key}" in statement})
            await connection.execute(text(signed), row)
            await connection.commit()
        await migrations.migrate(url, BUS_MIGRATIONS, PACKAGE_OF_LOANS)
    finally:
        await engine.dispose()
    ours, theirs = await signed_as_application(settings, name, here, loan), await signed_as_application(settings, name, other, loan)
    assert ours is not None
    assert (ours.agreement.text, ours.signature.name) == (words, signed_by)
    assert ours.agreement.sha256 == ours.signature.document_sha256 == row["hash"]
    assert theirs is None, "another organisation has no part in it"


async def test_files_that_were_closed_before_are_told_after_the_upgrade(settings: Settings) -> None:
    """Once for each organisation that has one: other services cover what they keep from then on."""
    name = "older_closed_files"
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    here, none, one, two = (new_id() for _ in range(4))
    family = "INSERT INTO household (id, organisation, code) VALUES (:household, :here, :code)"
    closed = "INSERT INTO closed_file VALUES (:household, :here, :household, now())"
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, PACKAGE_OF_LOANS, "bus@head", "loans_0030")
            for household, organisation, code in ((one, here, "KIWI-1"), (two, here, "KIWI-2"), (none, none, "KIWI-3")):
                await connection.execute(text(family), {"household": household, "here": organisation, "code": code})
            for household in (one, two):
                await connection.execute(text(closed), {"household": household, "here": here})
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, PACKAGE_OF_LOANS)
            jobs = [tuple(row) for row in await connection.execute(text("SELECT organisation, kind, state FROM bus.job"))]
    finally:
        await engine.dispose()
    assert jobs == [(here, TELL, "waiting")]


async def test_who_asked_an_older_release_keeps_the_days_of_then(settings: Settings) -> None:
    """Before the upgrade, and after it: while processes are replaced one of the older release still puts families in line."""
    name = "older_line"
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    here, household, before, after = (new_id() for _ in range(4))
    family = "INSERT INTO household (id, organisation, code) VALUES (:household, :here, 'KIWI-42')"
    asked = (
        "INSERT INTO request (id, organisation, household_id, profile, school_child_without_machine, internet, since,"
        " place_in_line, status, changed_at)"
        " VALUES (:request, :here, :household, 'work', true, 'no', now(), now() - interval '35 days', 'waiting', now())"
    )
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, PACKAGE_OF_LOANS, "bus@head", "loans_0012")
            await connection.execute(text(family), {"household": household, "here": here})
            await connection.execute(text(asked), {"request": before, "household": household, "here": here})
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, PACKAGE_OF_LOANS)
            await connection.execute(text(asked), {"request": after, "household": household, "here": here})
            await connection.commit()
            found = [await Requests(cast("Unit", SimpleNamespace(connection=connection))).look_at(one) for one in (before, after)]
    finally:
        await engine.dispose()
    then = {PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: 28, PriorityReason.NO_INTERNET: 7}
    assert [one.days_ahead for one in found] == [then, then]


async def signed_as_application(settings: Settings, name: str, organisation: UUID, loan: UUID) -> SignedAgreement | None:
    """What the service itself reads of a loan, in the database of this name."""
    database = Database(settings.database_url(f"{name}_app", name), pool_size=1)
    try:
        async with database.transaction(organisation) as connection:
            return await get_signed(cast("Unit", SimpleNamespace(connection=connection)), loan)
    finally:
        await database.close()


async def test_an_older_release_may_start_on_tables_of_a_newer_one(settings: Settings) -> None:
    """As when one process is replaced after the other, and one of the older release stops and starts again."""
    name, package = "newer_loans", "services.loans.store.migrations"
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    newer = "UPDATE alembic_version SET version_num = 'loans_9999' WHERE version_num LIKE 'loans%'"
    try:
        await migrations.migrate(url, BUS_MIGRATIONS, package)
        async with engine.connect() as connection:
            assert (await connection.execute(text(newer))).rowcount == 1
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalars().all()
    finally:
        await engine.dispose()
    assert "loans_9999" in found


async def test_what_went_along_and_what_was_counted_before_stays_as_it_was(settings: Settings) -> None:
    name, package, organisation = "older_things", "services.inventory.store.migrations", new_id()
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    ids = {one: new_id() for one in ("machine", "mouse", "came", "out", "loan", "first", "second", "third", "move", "again")}
    ids |= {"here": organisation}
    before = (
        "INSERT INTO public_code (code, organisation) VALUES ('KX4-72M', :here)",
        "INSERT INTO device (id, organisation, code, maker, model, chassis, registered_at, status)"
        " VALUES (:machine, :here, 'KX4-72M', 'Lenovo', 'X240', 'laptop', now(), 'ready')",
        "INSERT INTO thing (id, organisation, kind, name, lowest) VALUES (:mouse, :here, 'mouse', 'Muis', 0)",
        "INSERT INTO thing_movement (id, organisation, thing_id, at, change, reason)"
        " VALUES (:move, :here, :mouse, now(), 3, 'counted')",
        "INSERT INTO along_line (id, organisation, device_id, thing_id, kind, loan_id, gone_on, came_back)"
        " VALUES (:came, :here, :machine, :mouse, 'mouse', :loan, now(), true),"
        " (:out, :here, :machine, :mouse, 'mouse', :loan, now(), NULL)",
        "INSERT INTO stock_take (id, organisation, scope, started_at, started_by) VALUES (:first, :here, 'all', now(), :here)",
    )
    as_before = (
        "INSERT INTO stock_take (id, organisation, scope, started_at, started_by) VALUES (:second, :here, 'all', now(), :here)"
    )
    of_list = (
        "INSERT INTO stock_take (id, organisation, scope, asked, started_at, started_by)"
        " VALUES (:third, :here, 'list', 'kind=laptop', now(), :here)"
    )
    moved = (
        "INSERT INTO thing_movement (id, organisation, thing_id, at, change, reason) VALUES (:again, :here, :mouse, now(), 0, '{}')"
    )
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)

    async def run(connection: AsyncConnection, statement: str) -> None:
        used = {key: id_ for key, id_ in ids.items() if f":{key}" in statement}
        await connection.execute(text(statement), used)

    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, package, "bus@head", "inventory_0017")
            for statement in before:
                await run(connection, statement)
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            out = (await connection.execute(select(along_line.c.id).where(IS_OUT))).scalars().all()
            again = (await connection.execute(text("SELECT count_again FROM thing"))).scalar()
            await connection.commit()
            for statement in (as_before, moved.format("taken")):
                with pytest.raises(IntegrityError):
                    await run(connection, statement)
                await connection.rollback()
            await run(connection, of_list)
            await run(connection, moved.format("stays_lost"))
            open_ones = (await connection.execute(text("SELECT scope, asked FROM stock_take ORDER BY scope"))).all()
    finally:
        await engine.dispose()
    assert (out, again) == ([ids["out"]], False)
    assert [tuple(row) for row in open_ones] == [("all", ""), ("list", "kind=laptop")], "one of each part, as before"
