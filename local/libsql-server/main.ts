import { startLibsqlServer } from './server.ts'

async function main(): Promise<void> {
  const { LIBSQL_FILE: file, LIBSQL_PORT: port = '0', LIBSQL_AUTH_TOKEN: authToken } = process.env
  if (!file || !authToken) throw new Error('LIBSQL_FILE and LIBSQL_AUTH_TOKEN must be set')
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`LIBSQL_PORT is not a port: ${port}`)

  const starting = startLibsqlServer({ file, port: Number(port), authToken })
  let ending: Promise<void> | undefined
  const end = (): void => {
    ending ??= starting.then((server) => server.close()).then(() => process.exit(0), fail)
  }
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  const { url, port: bound } = await starting
  if (process.send === undefined) console.log(`The libSQL server listens on ${url}`)
  else if (process.connected) process.send({ type: 'listening', port: bound })
}

function fail(error: Error): void {
  console.error(`The libSQL server can not run: ${error.message}`)
  process.exit(1)
}

// On Ctrl-C the whole group gets it; the parent decides what ends when.
process.on('SIGINT', () => undefined)

main().catch(fail)
