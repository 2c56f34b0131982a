"""The seat-booking peer: Flask over SQLite, one transaction for each request that writes."""

import fcntl
import json
import os
import re
import secrets
import sqlite3
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from flask import Flask, request
from werkzeug.exceptions import HTTPException

DATABASE_FILE = os.environ["DATABASE_FILE"]
SEATS = int(os.environ["SEATS"])

SEATS_PER_BOOKING_MAX = 20
NAME_LENGTH_MAX = 100
PHONE_LENGTH_MIN, PHONE_LENGTH_MAX = 5, 32
BUSY_SECONDS_MAX = 10
EXPIRES_AFTER = timedelta(hours=8)

SCHEMA = """
CREATE TABLE IF NOT EXISTS bookings (
    id TEXT PRIMARY KEY,
    showing TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    seats TEXT NOT NULL,
    status TEXT NOT NULL,
    booked_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS bookings_by_name ON bookings (name);
CREATE TABLE IF NOT EXISTS tickets (
    showing TEXT NOT NULL,
    seat TEXT NOT NULL,
    booking_id TEXT NOT NULL,
    PRIMARY KEY (showing, seat)
) WITHOUT ROWID;
"""


def labels_of(seats):
    """The labels of the only screen, in the order of its plan."""
    if seats == 20:
        return [f"{row}{number}" for row in "ABCD" for number in range(1, 6)]
    return [f"S{number}" for number in range(1, seats + 1)]


PLAN = labels_of(SEATS)
PLAN_SET = frozenset(PLAN)

app = Flask(__name__)
app.json.sort_keys = False

local = threading.local()


class Refusal(Exception):
    def __init__(self, status, code, msg):
        super().__init__(msg)
        self.answer = {"msg": msg, "status": status, "code": code}, status


def connect():
    connection = sqlite3.connect(
        DATABASE_FILE, timeout=BUSY_SECONDS_MAX, isolation_level=None, cached_statements=32
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def create_schema():
    connection = connect()
    connection.executescript(SCHEMA)
    connection.close()


def database():
    """The connection of this thread."""
    if not hasattr(local, "connection"):
        local.connection = connect()
        local.writers = open(f"{DATABASE_FILE}.writers", "w")
    return local.connection


@contextmanager
def transaction():
    """Durable once it is left, and undone where it is left by an exception."""
    connection = database()
    # SQLite's own wait for another writer is a sleep of ever more milliseconds; this lock wakes who waits.
    fcntl.flock(local.writers, fcntl.LOCK_EX)
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        fcntl.flock(local.writers, fcntl.LOCK_UN)


@app.errorhandler(Refusal)
def answer_refusal(refusal):
    return refusal.answer


@app.errorhandler(HTTPException)
def answer_http_error(error):
    return {"msg": error.description, "status": error.code, "code": "invalid_request"}, error.code


@app.post("/book")
def book():
    body = body_of_request()
    name = text_of(body, "name", 1, NAME_LENGTH_MAX)
    phone = text_of(body, "phn", PHONE_LENGTH_MIN, PHONE_LENGTH_MAX)
    showing = showing_of(body)
    seats = seats_of(body)
    booking_id = new_id()
    booked_at = round(datetime.now(timezone.utc).timestamp() * 1000)
    with transaction() as connection:
        refuse_taken(connection, showing, seats, 400)
        connection.execute(
            "INSERT INTO bookings (id, showing, name, phone, seats, status, booked_at)"
            " VALUES (?, ?, ?, ?, ?, 'booked', ?)",
            (booking_id, showing, name, phone, json.dumps(seats), booked_at),
        )
        add_tickets(connection, showing, seats, booking_id)
    return {"msg": "Booked successfully", "status": 200, "ticketID": booking_id}


@app.get("/view/<ticket_id>")
def view(ticket_id):
    row = (
        database()
        .execute(
            "SELECT showing, name, phone, seats, status, booked_at FROM bookings WHERE id = ?",
            (ticket_id,),
        )
        .fetchone()
    )
    if row is None:
        raise not_found("There is no such booking.")
    showing, name, phone, seats_json, status, booked_at = row
    seats = json.loads(seats_json)
    starts_at = datetime.strptime(showing, "main-%Y%m%dT%H%MZ")
    info = {
        "date": starts_at.strftime("%Y-%m-%d"),
        "name": name,
        "phn": phone,
        "seats": seats,
        "ticketID": ticket_id,
        "tickets": len(seats),
        "time": starts_at.strftime("%H:%M"),
        "status": status,
        "starts_at": iso(starts_at),
        "expires_at": iso(starts_at + EXPIRES_AFTER),
        "booked_at": iso(datetime.fromtimestamp(booked_at / 1000, timezone.utc)),
    }
    return {"info": info, "status": 200}


@app.get("/seats")
def seats():
    showing = showing_of(request.args)
    rows = database().execute("SELECT seat FROM tickets WHERE showing = ?", (showing,))
    sold = {seat for (seat,) in rows}
    return {
        "showing": showing,
        "free": [label for label in PLAN if label not in sold],
        "sold": [label for label in PLAN if label in sold],
    }


@app.put("/update")
def update():
    body = body_of_request()
    ticket_id = text_of(body, "ticketID", 1, NAME_LENGTH_MAX)
    showing = showing_of(body)
    with transaction() as connection:
        row = connection.execute(
            "SELECT showing, seats FROM bookings WHERE id = ? AND status = 'booked'", (ticket_id,)
        ).fetchone()
        if row is None:
            raise not_found("There is no such booking.")
        old_showing, seats_json = row
        if old_showing != showing:
            booked_seats = json.loads(seats_json)
            refuse_taken(connection, showing, booked_seats, 500)
            remove_tickets(connection, old_showing, booked_seats)
            add_tickets(connection, showing, booked_seats, ticket_id)
            connection.execute("UPDATE bookings SET showing = ? WHERE id = ?", (showing, ticket_id))
    return {"msg": "Updated successfully", "status": 200}


@app.delete("/delete/<name>")
def delete(name):
    with transaction() as connection:
        rows = connection.execute(
            "SELECT id, showing, seats FROM bookings WHERE name = ? AND status = 'booked'", (name,)
        ).fetchall()
        for booking_id, showing, seats_json in rows:
            remove_tickets(connection, showing, json.loads(seats_json))
            connection.execute("UPDATE bookings SET status = 'cancelled' WHERE id = ?", (booking_id,))
    if not rows:
        raise not_found("There is no booking of that name.")
    return {"msg": "Deleted successfully", "status": 200, "deleted": len(rows)}


def refuse_taken(connection, showing, seats, status):
    marks = ", ".join("?" * len(seats))
    rows = connection.execute(
        f"SELECT seat FROM tickets WHERE showing = ? AND seat IN ({marks})", (showing, *seats)
    ).fetchall()
    if not rows:
        return
    labels = ", ".join(seat for (seat,) in rows)
    are = f"Seat {labels} is" if len(rows) == 1 else f"Seats {labels} are"
    raise Refusal(status, "seats_taken", f"{are} already sold. Choose other seats.")


def add_tickets(connection, showing, seats, booking_id):
    connection.executemany(
        "INSERT INTO tickets (showing, seat, booking_id) VALUES (?, ?, ?)",
        [(showing, seat, booking_id) for seat in seats],
    )


def remove_tickets(connection, showing, seats):
    connection.executemany(
        "DELETE FROM tickets WHERE showing = ? AND seat = ?", [(showing, seat) for seat in seats]
    )


def body_of_request():
    body = request.get_json()
    if not isinstance(body, dict):
        raise invalid("The body has to be an object.")
    return body


def text_of(fields, field, length_min, length_max):
    value = fields.get(field)
    if not isinstance(value, str) or not length_min <= len(value) <= length_max:
        raise invalid(f"{field} has to be a text of {length_min} to {length_max} characters.")
    return value


def seats_of(body):
    chosen = body.get("seats")
    if not isinstance(chosen, list) or not 1 <= len(chosen) <= SEATS_PER_BOOKING_MAX:
        raise invalid(f"seats has to be a list of 1 to {SEATS_PER_BOOKING_MAX} labels.")
    for label in chosen:
        if not isinstance(label, str) or label not in PLAN_SET:
            raise invalid(f"There is no seat {label}.")
    if len(set(chosen)) != len(chosen):
        raise invalid("Each seat can be chosen once.")
    if body.get("tickets") != len(chosen):
        raise invalid("Choose as many seats as tickets.")
    return chosen


def showing_of(fields):
    date, time = fields.get("date"), fields.get("time")
    if not isinstance(date, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", date, re.ASCII):
        raise invalid("date has to be YYYY-MM-DD.")
    if not isinstance(time, str) or not re.fullmatch(r"\d\d:\d\d", time, re.ASCII):
        raise invalid("time has to be HH:MM.")
    try:
        datetime.fromisoformat(f"{date}T{time}")
    except ValueError:
        raise invalid("There is no such date and time.") from None
    return f"main-{date.replace('-', '')}T{time.replace(':', '')}Z"


def new_id():
    # It begins with the time: new ids are neighbours in the index, and a commit writes few of its pages.
    return f"bk_{time.time_ns() // 1_000_000:x}{secrets.token_urlsafe(16)}"


def invalid(msg):
    return Refusal(400, "invalid_request", msg)


def not_found(msg):
    return Refusal(500, "booking_not_found", msg)


def iso(instant):
    return f"{instant.strftime('%Y-%m-%dT%H:%M:%S')}.{instant.microsecond // 1000:03d}Z"
