import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Contender } from '../contender.ts'
import { sqliteTickets } from './sqlite-tickets.ts'
import { startWebServer } from './web-server.ts'

/** Debian's, which has the packages that are meant here. */
const python = '/usr/bin/python3'

export const flask: Contender = {
  name: 'flask',
  what: 'Flask under gunicorn and SQLite, a transaction for each booking',
  face: 'peer',
  stores: true,
  missing: async () => {
    try {
      await promisify(execFile)(python, ['-c', 'import flask, gunicorn, sqlite3'])
      return undefined
    } catch {
      return 'Flask and gunicorn (the packages python3-flask and gunicorn of Debian)'
    }
  },
  start: async ({ seats, directory }) => {
    const file = path.join(directory, 'bookings.db')
    const { port, pid, stop } = await startWebServer({
      command: python,
      args: ['-m', 'gunicorn', 'app:app'],
      options: {
        cwd: path.join(import.meta.dirname, 'flask'),
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', DATABASE_FILE: file, SEATS: String(seats) },
      },
    })
    return { port, pids: [pid], tickets: async () => sqliteTickets(file), stop }
  },
}
