import type { SeatStatus } from '../../../worker/domain/live-message.ts'

const endings: Readonly<Record<SeatStatus, string>> = {
  free: '',
  held: ', held for somebody',
  sold: ', sold',
  blocked: ', not for sale',
}
const statuses = Object.keys(endings)

/** The checkboxes of a seat map, by their labels. */
export class SeatBoxes {
  readonly #boxes: ReadonlyMap<string, HTMLInputElement>
  /** Those that are kept for whoever looks, or are his already: to him they are free, until he gives them back. */
  readonly #own: Set<string>

  constructor(form: HTMLFormElement) {
    const boxes = [...form.querySelectorAll<HTMLInputElement>('.map input[name=seat]')]
    this.#boxes = new Map(boxes.map((box) => [box.value, box]))
    this.#own = new Set(readLabels(form.dataset['own']))
  }

  get chosen(): HTMLInputElement[] {
    return [...this.#boxes.values()].filter(({ checked }) => checked)
  }

  get all(): HTMLInputElement[] {
    return [...this.#boxes.values()]
  }

  /** Shows what a seat is now; true where it was chosen, and cannot be had any more. */
  show(label: string, told: SeatStatus): boolean {
    const box = this.#boxes.get(label)
    const seat = box?.closest('.seat')
    if (box === undefined || seat === null || seat === undefined) return false
    if (told === 'free') this.#own.delete(label)
    const status = this.#own.has(label) && told !== 'blocked' ? 'free' : told
    if (seat.classList.contains(status)) return false
    seat.classList.remove(...statuses)
    seat.classList.add(status, 'news')
    box.disabled = status !== 'free'
    box.ariaLabel = nameOf(box) + endings[status]
    const isLost = box.checked && status !== 'free'
    if (isLost) box.checked = false
    return isLost
  }
}

function nameOf(box: HTMLInputElement): string {
  const name = box.ariaLabel ?? box.value
  const ending = Object.values(endings).find((one) => one !== '' && name.endsWith(one)) ?? ''
  return name.slice(0, name.length - ending.length)
}

function readLabels(text: string | undefined): string[] {
  const value: unknown = JSON.parse(text ?? '[]')
  return Array.isArray(value) ? value.map(String) : []
}
