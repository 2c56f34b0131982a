import { createClient } from '@libsql/client/sqlite3'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type RunningHouse, startHouse, temporaryDirectory } from '../../local/setup/running-house.ts'
import { processes } from '../processes.ts'
import { type CrowdReport, crowdReport } from './crowd-report.ts'
import { type Scenario, scenarioNames, scenarios } from './places.ts'
import { type Round, verdictOn } from './verdict.ts'

/** As usual, more than usual, and ten times as many. */
const crowds = [64, 256, 640]
const rounds = 3
const roundSeconds = 8
const warmUpSeconds = 5
const sampleMs = 500

/** What `npm start` runs, under more load than it can carry. Answers whether it keeps what is promised. */
export async function overload(): Promise<boolean> {
  await using data = await temporaryDirectory()
  await using house = await startHouse(data.path)
  const databaseFile = `file:${path.join(data.path, 'marquee.db')}`
  await addScreens(databaseFile)
  const over = new AbortController()
  const memory = peakMemory(house, over.signal)
  const seen: Round[] = []
  let number = 0
  const play = async (scenario: Scenario, connections: number, seconds: number): Promise<Round> => {
    number += 1
    const report = await runCrowd(house, { scenario, connections, seconds, round: number })
    const round = { scenario, connections, seconds, report }
    seen.push(round)
    return round
  }
  for (const scenario of scenarioNames) await play(scenario, crowds[0] ?? 1, warmUpSeconds)
  const warmUps = seen.length
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const scenario of scenarioNames) {
      for (const connections of crowds) console.log(say(await play(scenario, connections, roundSeconds)))
    }
  }
  over.abort()
  const acknowledged = seen.reduce((sum, { report }) => sum + report.opened + report.served, 0)
  const stored = await countBookings(databaseFile)
  return verdictOn({
    rounds: seen.slice(warmUps),
    acknowledged,
    stored,
    lost: seen.reduce((sum, { report }) => sum + report.lost, 0),
    peakBytes: await memory,
    bugs: house
      .output()
      .split('\n')
      .filter((line) => line.includes('"event":"bug"')).length,
  })
}

async function addScreens(url: string): Promise<void> {
  using database = closing(createClient({ url }))
  for (const { screen, seats } of Object.values(scenarios)) {
    await database.client.batch(
      [
        {
          sql: `INSERT INTO screens (id, name, open_schedule, sales_close_after_ms) VALUES (:screen, :screen, 1, 0)`,
          args: { screen },
        },
        {
          sql: `INSERT INTO seat_plans (screen_id, version, source) VALUES (:screen, 1, :plan)`,
          args: { screen, plan: `S: 1-${seats}` },
        },
      ],
      'write',
    )
  }
}

async function countBookings(url: string): Promise<number> {
  using database = closing(createClient({ url }))
  const { rows } = await database.client.execute('SELECT count(*) AS count FROM bookings')
  return Number(rows[0]?.['count'])
}

function closing(client: ReturnType<typeof createClient>): { client: typeof client } & Disposable {
  return { client, [Symbol.dispose]: () => client.close() }
}

async function runCrowd(
  house: RunningHouse,
  wish: { scenario: Scenario; connections: number; seconds: number; round: number },
): Promise<CrowdReport> {
  const args = Object.entries({ ...wish, port: new URL(house.url).port }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ])
  const script = path.join(import.meta.dirname, 'crowd.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args])
  return crowdReport.parse(JSON.parse(stdout))
}

/** The most that the database server and workerd were seen to hold together. */
async function peakMemory(house: RunningHouse, until: AbortSignal): Promise<number> {
  let peak = 0
  const servers = await house.servers()
  while (!until.aborted) {
    const held = (await processes()).filter(({ pid }) => servers.includes(pid))
    peak = Math.max(
      peak,
      held.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
    )
    await pause(sampleMs)
  }
  return peak
}

function say({ scenario, connections, seconds, report }: Round): string {
  const { served, servedMs, refused, refusedMs } = report
  const rate = Math.round(served / seconds)
  const turnedAway = Object.entries(refused).map(([status, count]) => `${count} times ${status}`)
  return `${scenario} ${connections}: ${rate} booked/s, p50 ${servedMs.p50} ms, p99 ${servedMs.p99} ms; refused: ${turnedAway.join(', ') || 'none'} (p99 ${refusedMs.p99} ms)`
}
