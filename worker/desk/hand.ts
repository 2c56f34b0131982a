import { type Asked, Order } from './order.ts'

/** The orders that a desk has in hand. Each is in one of three places: waiting, gathered for the next group, or sent. */
export class Hand {
  readonly #orders = new Set<Order>()
  readonly #byKey = new Map<string, Order>()
  #waiting = new Set<Order>()
  readonly #gathered = new Set<Order>()
  #sent: readonly Order[] = []

  get size(): number {
    return this.#orders.size
  }

  /** Whether anything is asked for at all that may change the showing: to look at it, or for what a key did, does not. */
  get mayChangeShowing(): boolean {
    return [...this.#orders].some(({ closedAt }) => closedAt === undefined)
  }

  get gathered(): ReadonlySet<Order> {
    return this.#gathered
  }

  /** Under way to the database, or come back without its word. */
  get sent(): readonly Order[] {
    return this.#sent
  }

  take(asked: Asked, arrivedAt: number, closedAt?: string): Order {
    const order = new Order(asked, arrivedAt, closedAt)
    this.#orders.add(order)
    if (order.key !== undefined) this.#byKey.set(order.key.key, order)
    return order
  }

  withKey(key: string): Order | undefined {
    return this.#byKey.get(key)
  }

  wait(order: Order): void {
    this.#waiting.add(order)
  }

  gather(order: Order): void {
    this.#gathered.add(order)
  }

  send(group: readonly Order[]): void {
    for (const order of group) this.#gathered.delete(order)
    this.#sent = group
  }

  /** What became of these is still to be learnt; of the others that were sent it is known. */
  keepSent(orders: readonly Order[]): void {
    this.#sent = orders
  }

  get waiting(): ReadonlySet<Order> {
    return this.#waiting
  }

  takeWaiting(): readonly Order[] {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    return waiting
  }

  /** Those that were gathered have lost their claims, and wait before the others. */
  ungather(): void {
    this.#waiting = new Set([...this.#gathered, ...this.#waiting])
    this.#gathered.clear()
  }

  /** Lets go of an order: it is decided, or nobody wants to know any more. */
  drop(order: Order): void {
    this.#orders.delete(order)
    this.#waiting.delete(order)
    this.#gathered.delete(order)
    const key = order.key?.key
    if (key !== undefined && this.#byKey.get(key) === order) this.#byKey.delete(key)
  }

  dropAll(): readonly Order[] {
    const all = [...this.#orders]
    this.#sent = []
    for (const order of all) this.drop(order)
    return all
  }
}
