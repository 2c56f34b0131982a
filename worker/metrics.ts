/*
 * What this isolate has counted since it began: requests, refusals, and the work of the desks that live in it. On one machine
 * that is all there is; at the edge there are many isolates, and each tells of itself alone.
 */

export interface Family {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly samples: readonly Sample[]
}

interface Sample {
  readonly suffix: '' | '_total' | '_bucket' | '_sum' | '_count'
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Counts by the values of its labels, which are few. */
class Tally<L extends string> {
  readonly #counts = new Map<string, { readonly labels: Record<L, string>; value: number }>()
  readonly #family: Pick<Family, 'name' | 'help'>

  constructor(name: string, help: string) {
    this.#family = { name, help }
  }

  add(labels: Record<L, string>): void {
    let key = ''
    for (const label in labels) key += `${labels[label]} `
    const known = this.#counts.get(key)
    if (known === undefined) this.#counts.set(key, { labels, value: 1 })
    else known.value += 1
  }

  family(): Family {
    const samples = Array.from(this.#counts.values(), ({ labels, value }): Sample => {
      return { suffix: '_total', labels, value }
    })
    return { ...this.#family, type: 'counter', samples }
  }
}

/** How values are spread: how many are at most as large as each bound. */
class Spread {
  readonly #family: Pick<Family, 'name' | 'help'>
  readonly #bounds: readonly number[]
  readonly #upTo: number[]
  #count = 0
  #sum = 0

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#family = { name, help }
    this.#bounds = bounds
    this.#upTo = bounds.map(() => 0)
  }

  add(value: number): void {
    this.#count += 1
    this.#sum += value
    for (const [index, bound] of this.#bounds.entries()) {
      if (value <= bound) this.#upTo[index] = (this.#upTo[index] ?? 0) + 1
    }
  }

  family(): Family {
    const buckets = this.#bounds.map((bound, index): Sample => {
      return { suffix: '_bucket', labels: { le: String(bound) }, value: this.#upTo[index] ?? 0 }
    })
    const samples: Sample[] = [
      ...buckets,
      { suffix: '_bucket', labels: { le: '+Inf' }, value: this.#count },
      { suffix: '_sum', labels: {}, value: this.#sum },
      { suffix: '_count', labels: {}, value: this.#count },
    ]
    return { ...this.#family, type: 'histogram', samples }
  }
}

/** How much there is right now. */
class Level {
  readonly #family: Pick<Family, 'name' | 'help'>
  #read = (): number => 0

  constructor(name: string, help: string) {
    this.#family = { name, help }
  }

  /** The one place that knows. */
  readFrom(read: () => number): void {
    this.#read = read
  }

  family(): Family {
    return { ...this.#family, type: 'gauge', samples: [{ suffix: '', labels: {}, value: this.#read() }] }
  }
}

export const metrics = {
  requests: new Tally<'face' | 'status'>('marquee_requests', 'Requests answered, by face and HTTP status.'),
  refusals: new Tally<'code'>('marquee_refusals', 'Refusals answered, by the code of the failure.'),
  bookings: new Tally<never>(
    'marquee_bookings',
    'Bookings acknowledged; one that is told again to a retry counts again.',
  ),
  crons: new Tally<'outcome'>('marquee_cron_runs', 'Runs of the cron.'),
  underWay: new Level('marquee_calls_under_way', 'Calls that were let in and are not answered yet.'),
  waiting: new Level('marquee_requests_waiting', 'Requests that wait for others to leave.'),
  groups: new Tally<'outcome'>('marquee_desk_groups', 'Groups of changes that desks sent to the database.'),
  groupSizes: new Spread(
    'marquee_desk_group_changes',
    'Changes in a group.',
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024],
  ),
  commitSeconds: new Spread(
    'marquee_desk_commit_seconds',
    'How long a group took to be gathered with others of its moment, and in the database.',
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
  ),
}
