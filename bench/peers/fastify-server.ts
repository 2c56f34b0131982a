import path from 'node:path'
import { startWebServer } from './web-server.ts'

export function startFastify(env: Readonly<Record<string, string>>, seats: number) {
  return startWebServer({
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'fastify/server.ts')],
    options: { env: { ...process.env, NODE_ENV: 'production', ...env, PORT: '0', SEATS: String(seats) } },
  })
}
