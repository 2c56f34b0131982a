/** Told aloud at these moments, and at no others. */
const toldSeconds = new Set([120, 60, 20])

interface Countdown {
  readonly line: HTMLElement
  /** For who cannot see it. */
  readonly said: Element | null
  readonly isOver: () => void
}

/** Shows how long seats are kept still, by this machine's own sense of time: its clock may be wrong. */
export function countDown({ line, said, isOver }: Countdown): void {
  const time = line.querySelector('time')
  const end = performance.now() + Number(line.dataset['leftMs'])
  const left = document.createElement('strong')
  left.className = 'left'
  line.append(' ', left, ' left.')
  let before = Number.POSITIVE_INFINITY
  const tick = (): void => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1_000))
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    left.classList.toggle('soon', seconds <= 60)
    const due = [...toldSeconds].find((one) => one < before && one >= seconds)
    if (due !== undefined && before !== Number.POSITIVE_INFINITY && said !== null) {
      said.textContent = `Your seats are kept for ${seconds} more seconds, until ${time?.textContent ?? ''}.`
    }
    before = seconds
    if (seconds > 0) return
    clearInterval(timer)
    isOver()
  }
  const timer = setInterval(tick, 1_000)
  tick()
}
