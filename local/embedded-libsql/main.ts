import { startLibsqlServer } from './server.ts'

/** The server as a process of its own, for `npm start`. It ends with the process that started it. */
const { LIBSQL_FILE: file, LIBSQL_PORT: port, LIBSQL_AUTH_TOKEN: authToken } = process.env

/** The sibling that must not outlive the common parent. */
let leashed: number | undefined

async function main(): Promise<void> {
  if (file === undefined || authToken === undefined) throw new Error('Set LIBSQL_FILE and LIBSQL_AUTH_TOKEN.')
  const server = await startLibsqlServer({ file, port: Number(port ?? 0), authToken })

  const stop = (): void => void server.close().finally(() => process.exit(0))
  process.on('SIGTERM', stop)
  // On Ctrl-C the parent decides who ends first.
  process.on('SIGINT', () => undefined)
  process.on('message', (message) => {
    if (
      typeof message === 'object' &&
      message !== null &&
      'pid' in message &&
      typeof message.pid === 'number'
    ) {
      leashed = message.pid
    }
  })
  process.on('disconnect', () => {
    killLeashed()
    stop()
  })
  process.send?.({ type: 'listening', port: server.port })
}

function killLeashed(): void {
  try {
    if (leashed !== undefined) process.kill(leashed, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

main().catch((error: Error) => {
  console.error(`The database server cannot start: ${error.message}`)
  process.exit(1)
})
