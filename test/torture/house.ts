import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../local/setup/running-house.ts'
import type { Chance } from '../prove/chance.ts'
import { KeptAlive } from './kept-alive.ts'
import { HouseOutput } from './house-output.ts'
import { processes, signal } from './processes.ts'
import { Proxy } from './proxy.ts'

const project = path.resolve(import.meta.dirname, '../..')
const healthyMsMax = 90_000
const askMsMax = 5_000
/** An id that no booking has: only the database can say so. */
const nobody = `bk_${'0'.repeat(33)}`

export interface Servers {
  readonly supervisor: number | undefined
  readonly workerd: number | undefined
  readonly database: number | undefined
}

/** What `npm start` runs, with its database in a process that outlives it, and our wire in between. */
export class House {
  readonly url: string
  readonly port: number
  readonly databaseUrl: string
  readonly authToken: string
  /** Each call shows it, also those that need none. */
  readonly staffKey: string
  readonly proxy: Proxy
  readonly output: HouseOutput
  readonly #supervisor: KeptAlive
  readonly #database: KeptAlive

  static async open(directories: { data: string; database: string }, chance: Chance): Promise<House> {
    const databasePort = await freePort()
    const proxy = await Proxy.listen(databasePort, chance)
    return new House(directories, { proxy, databasePort, port: await freePort() })
  }

  private constructor(
    { data, database }: { data: string; database: string },
    { proxy, databasePort, port }: { proxy: Proxy; databasePort: number; port: number },
  ) {
    const inherited = { ...process.env }
    for (const name of ['HOST', 'ALLOWED_HOSTS', 'FINGERPRINT_KEY', 'TICKET_KEY'])
      Reflect.deleteProperty(inherited, name)
    this.port = port
    this.url = `http://127.0.0.1:${port}`
    this.databaseUrl = `http://127.0.0.1:${databasePort}`
    this.staffKey = randomBytes(24).toString('base64url')
    this.authToken = randomBytes(24).toString('base64url')
    this.proxy = proxy
    this.output = new HouseOutput()
    this.#database = new KeptAlive({
      args: [path.join(project, 'local/libsql-server/main.ts')],
      env: {
        ...inherited,
        LIBSQL_FILE: path.join(database, 'marquee.db'),
        LIBSQL_PORT: String(databasePort),
        LIBSQL_AUTH_TOKEN: this.authToken,
      },
      onLine: (line) => this.output.hear(line),
    })
    this.#supervisor = new KeptAlive({
      args: [path.join(project, 'local/start.ts')],
      env: {
        ...inherited,
        // Its socket goes with the folder, also where it is killed.
        TMPDIR: data,
        PORT: String(port),
        STAFF_KEY: this.staffKey,
        RATE_LIMIT: 'off',
        DATA_DIR: data,
        DATABASE_URL: `http://127.0.0.1:${proxy.port}`,
        DATABASE_AUTH_TOKEN: this.authToken,
      },
      onLine: (line) => this.output.hear(line),
    })
  }

  start(): void {
    this.#database.start()
    this.#supervisor.start()
  }

  /** How often each ended, by whatever hand; workerd, as far as its supervisor lived to see it. */
  get ends(): Record<keyof Servers, number> {
    const [supervisor, database] = [this.#supervisor.ends, this.#database.ends]
    return { supervisor, workerd: this.output.restarts, database }
  }

  async servers(): Promise<Servers> {
    const supervisor = this.#supervisor.pid
    const workerd = (await processes()).find(
      ({ parent, command }) => parent === supervisor && /workerd\S* serve /.test(command),
    )
    return { supervisor, workerd: workerd?.pid, database: this.#database.pid }
  }

  /** Resolves once a request goes all the way to the database and back. */
  async untilHealthy(): Promise<void> {
    const deadline = AbortSignal.timeout(healthyMsMax)
    while (!(await this.#isHealthy())) {
      if (deadline.aborted) throw new Error(`The house does not come back:\n${this.output.tail.join('\n')}`)
      await pause(100)
    }
  }

  async #isHealthy(): Promise<boolean> {
    try {
      const deadline = AbortSignal.timeout(askMsMax)
      const answer = await fetch(`${this.url}/view/${nobody}`, { signal: deadline })
      return (await answer.text()).includes('booking_not_found')
    } catch {
      return false
    }
  }

  async stop(): Promise<void> {
    // Who stands still hears no SIGTERM.
    for (const pid of Object.values(await this.servers())) signal(pid, 'SIGCONT')
    await this.#supervisor.stop()
    await this.#database.stop()
    this.proxy.close()
  }
}
