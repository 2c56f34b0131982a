import { parseArgs } from 'node:util'
import { type RunningHouse, startHouse, temporaryDirectory } from '../local/setup/running-house.ts'
import { audit } from './audit.ts'
import { Receiver } from './receiver.ts'
import { type Run, runFuzz } from './run.ts'
import { readStored } from './stored.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})

/** Of all answers; a house that is asked by 32 at once has no reason to be busy. */
const busyShareMax = 0.01

let isStopped = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isStopped = true))

process.exitCode = await fuzz(Number(values.requests), Number(values.seed))

/** What `npm start` runs, asked for everything that an address can be asked for. */
async function fuzz(requests: number, seed: number): Promise<number> {
  console.log(`fuzz: ${requests} requests, seed ${seed}`)
  await using data = await temporaryDirectory()
  const run = await runInHouse(data.path, { requests, seed })
  const { tally, findings, ledger, seconds } = run
  const stored = await readStored(data.path)
  for (const complaint of audit(ledger, stored)) findings.add(complaint, requests)
  for (const label of isStopped ? [] : tally.barren())
    findings.add(`${label} never succeeded: too little of it is tested`, requests)
  if (tally.of('busy') > busyShareMax * tally.answers)
    findings.add(`${tally.of('busy')} answers were busy`, requests)

  findings.print(seed)
  tally.print()
  console.log(
    `\n${stored.bookings.length} bookings, ${stored.tickets.length} tickets, ${stored.events.length} events and ${stored.keys.length} keys stored, held against ${ledger.effects.length} acknowledged changes`,
  )
  console.log(
    `${tally.answers} requests, ${tally.calls} calls, ${findings.count} violations, in ${seconds.toFixed(1)} s (${Math.round(tally.answers / seconds)} a second), seed ${seed}`,
  )
  return findings.count > 0 || isStopped ? 1 : 0
}

async function runInHouse(directory: string, options: { requests: number; seed: number }): Promise<Run> {
  await using receiver = await Receiver.open()
  await using house = await startHouse(directory, { RATE_LIMIT: 'off', WEBHOOKS_ALLOW: 'local' })
  const servers = await house.servers()
  const run = await runFuzz({
    ...options,
    url: house.url,
    staffKey: await house.staffKey(),
    now: Date.now(),
    receiver: receiver.url,
    isStopped: () => isStopped,
  })
  if (String(await house.servers()) !== String(servers))
    run.findings.add('a server was started again', options.requests)
  if (receiver.messages === 0) run.findings.add('no webhook came', options.requests)
  for (const wrong of receiver.wrong) run.findings.add(wrong, options.requests)
  for (const said of wordsOfTrouble(house)) run.findings.add(`the house said: ${said}`, options.requests)
  return run
}

/** All that a house says after its welcome is what its cron did, and the head of its history. */
function wordsOfTrouble(house: RunningHouse): string[] {
  const [, said = ''] = house.output().split(/^ {2}stop .*\n/m)
  return said
    .replaceAll(/^\{"event":"(?:cron|audit head)",.*\n/gm, '')
    .split(/\n(?=\S)/)
    .map((text) => text.trim())
    .filter((text) => text !== '' && text !== '}')
}
