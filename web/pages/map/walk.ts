const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Arrows lead from seat to seat, to the nearest that can be chosen in their direction; Tab goes through them as ever. */
export function walkByArrows(map: Element): void {
  map.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || !(event.target instanceof HTMLInputElement)) return
    const direction = directions[event.key]
    if (direction === undefined) return
    event.preventDefault()
    nearest(event.target, [...map.querySelectorAll<HTMLInputElement>('input:enabled')], direction)?.focus()
  })
}

function nearest(
  from: HTMLInputElement,
  boxes: readonly HTMLInputElement[],
  [x, y]: readonly [x: number, y: number],
): HTMLInputElement | undefined {
  const start = from.getBoundingClientRect()
  let best: { readonly box: HTMLInputElement; readonly cost: number } | undefined
  for (const box of boxes) {
    const { left, top } = box.getBoundingClientRect()
    const ahead = (left - start.left) * x + (top - start.top) * y
    const aside = Math.abs((left - start.left) * y) + Math.abs((top - start.top) * x)
    // Along a row one stays in it; between rows one keeps to the column as well as it goes.
    if (ahead < 4 || (y === 0 && aside > 4)) continue
    const cost = ahead + aside * 2
    if (best === undefined || cost < best.cost) best = { box, cost }
  }
  return best?.box
}
