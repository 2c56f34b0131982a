import * as fc from 'fast-check'
import { Findings, curlLine } from './findings.ts'
import { judge } from './judge.ts'
import { Ledger } from './ledger.ts'
import { Memory } from './memory.ts'
import { type Plan, plan } from './plan.ts'
import { render } from './render.ts'
import { Tally } from './tally.ts'
import { Wire, type WireRequest } from './wire.ts'

const connections = 32
const answerMsMax = 10_000
/** Plans are made so many at a time. */
const chunk = 500
const progressMs = 5_000

export interface Run {
  readonly ledger: Ledger
  readonly tally: Tally
  readonly findings: Findings
  readonly seconds: number
}

export interface RunOptions {
  readonly url: string
  readonly staffKey: string
  readonly requests: number
  readonly seed: number
  readonly now: number
  /** Where webhooks go. */
  readonly receiver: string
  readonly isStopped: () => boolean
}

/** Sends the requests of a seed, some at a time, and judges each answer as it comes. */
export async function runFuzz(options: RunOptions): Promise<Run> {
  const { url, staffKey, requests, seed, isStopped } = options
  using wire = new Wire(url, { connections, staffKey })
  const memory = new Memory(options)
  const ledger = new Ledger()
  const tally = new Tally()
  const findings = new Findings()
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1_000

  const ask = async (request: WireRequest, n: number): Promise<void> => {
    const complain = (complaint: string, answer = ''): void =>
      findings.add(
        complaint,
        n,
        `${curlLine(request)}${answer === '' ? '' : `\n  answer: ${answer.slice(0, 1_000)}`}`,
      )
    try {
      const answer = await wire.send(request, answerMsMax)
      const { outcomes, wrong } = judge(request, answer)
      tally.add(outcomes, answer.status)
      const noted = outcomes.map((outcome) => ledger.note(outcome))
      memory.learn(
        outcomes,
        noted.flatMap(({ fresh }) => fresh),
      )
      for (const complaint of new Set([...wrong, ...noted.flatMap((one) => one.wrong)]))
        complain(complaint, `${answer.status} ${answer.text}`)
    } catch (error) {
      complain(`has no answer: ${error instanceof Error ? error.message : 'unknown'}`)
    }
  }

  const numbered = plansOf(seed, requests)
  const worker = async (): Promise<void> => {
    for (const [n, planned] of numbered) {
      if (isStopped()) return
      const request = render(planned, n, memory)
      if (request === undefined) continue
      if (request.calls.some(({ key }) => key !== undefined)) memory.sent(request)
      await ask(request, n)
    }
  }
  const progress = setInterval(() => {
    const rate = Math.round(tally.answers / seconds())
    console.log(
      `  ${tally.answers} of ${requests} answered, ${rate} a second, ${memory.booked} booked, ${findings.count} violations`,
    )
  }, progressMs)
  await Promise.all(Array.from({ length: connections }, worker))
  clearInterval(progress)
  return { ledger, tally, findings, seconds: seconds() }
}

/** The same for the same seed, whatever was answered. */
function* plansOf(seed: number, count: number): Generator<readonly [n: number, planned: Plan]> {
  for (let from = 0; from < count; from += chunk) {
    const plans = fc.sample(plan, {
      numRuns: Math.min(chunk, count - from),
      seed: Math.imul(seed, 1_000_003) + from,
    })
    for (const [index, planned] of plans.entries()) yield [from + index, planned]
  }
}
