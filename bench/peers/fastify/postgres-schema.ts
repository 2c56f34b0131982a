import type { Pool } from 'pg'

const schema = `
  CREATE TABLE IF NOT EXISTS bookings (
    id text PRIMARY KEY,
    showing text NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    seats text[] NOT NULL,
    status text NOT NULL,
    booked_at timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS bookings_by_name ON bookings (name);
  CREATE TABLE IF NOT EXISTS tickets (
    showing text NOT NULL,
    seat text NOT NULL,
    booking_id text NOT NULL,
    PRIMARY KEY (showing, seat)
  );
  CREATE OR REPLACE FUNCTION book(
    new_id text, new_showing text, new_name text, new_phone text,
    new_seats text[], new_status text, new_booked_at timestamptz
  ) RETURNS text[] LANGUAGE plpgsql AS $$
  DECLARE
    taken text[];
  BEGIN
    LOOP
      -- Each seat by the whole key: "seat = ANY" would have the planner read all of the showing, while it has no statistics.
      taken := ARRAY(
        SELECT wanted FROM unnest(new_seats) AS wanted
          WHERE (SELECT true FROM tickets WHERE showing = new_showing AND seat = wanted)
      );
      IF cardinality(taken) > 0 THEN
        RETURN taken;
      END IF;
      BEGIN
        -- In the order of the labels: two that want the same seats then never wait for each other.
        INSERT INTO tickets (showing, seat, booking_id)
          SELECT new_showing, seat, new_id FROM unnest(new_seats) AS seat ORDER BY seat;
        INSERT INTO bookings (id, showing, name, phone, seats, status, booked_at)
          VALUES (new_id, new_showing, new_name, new_phone, new_seats, new_status, new_booked_at);
        RETURN taken;
      EXCEPTION WHEN unique_violation THEN
        -- Somebody was faster: look which seats those are.
      END;
    END LOOP;
  END
  $$;
`

export async function createSchema(pool: Pool): Promise<void> {
  await pool.query(schema)
}
