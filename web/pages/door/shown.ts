import { foldScans } from '../../../worker/domain/admissions.ts'
import { type Verdict, verdictMarks, writeTime } from '../../../worker/domain/door-words.ts'
import type { DoorView } from '../../../worker/domain/ticket-schemas.ts'
import { queued, refusedLater, scanOf } from './kept.ts'

export function showVerdict({ kind, title, text }: Verdict): void {
  const box = document.getElementById('verdict')
  if (box === null) return
  box.className = `verdict ${kind}`
  const mark = element('span', verdictMarks[kind])
  mark.className = 'mark'
  mark.ariaHidden = 'true'
  box.replaceChildren(mark, element('strong', title), element('span', text))
  navigator.vibrate?.(kind === 'in' ? 60 : [120, 60, 120])
}

/** How many are in, and who was let in twice, by the house's word and by what it has not heard yet. */
export async function showState(view: DoorView, zone: string): Promise<void> {
  const own = (await queued()).filter(({ showing }) => showing === view.showing).map(scanOf)
  const told = view.admitted.flatMap(({ seat, first, again }) =>
    [first, ...again].map(({ id, device, at }) => ({ seat, id, device, at: Date.parse(at) })),
  )
  const admitted = foldScans([...told, ...own])
  const count = document.getElementById('count')
  if (count !== null) count.textContent = `${admitted.size} of ${view.tickets.length} in`
  const time = (at: number): string => writeTime(new Date(at).toISOString(), zone)
  const twice = [...admitted].flatMap(([seat, { first, again }]) =>
    again.map(({ device, at }) =>
      element('li', `${seat}: ${first.device} at ${time(first.at)}, and ${device} at ${time(at)}`),
    ),
  )
  list('twice', twice)
  for (const [id, why] of [['refused', 'void'] as const, ['unread', 'unread'] as const]) {
    const refused = (await refusedLater(why)).filter(({ showing }) => showing === view.showing).map(scanOf)
    list(
      id,
      refused.map(({ seat, device, at }) => element('li', `${seat}: ${device} at ${time(at)}`)),
    )
  }
}

function list(id: string, lines: readonly HTMLElement[]): void {
  const section = document.getElementById(id)
  if (section === null) return
  section.hidden = lines.length === 0
  section.querySelector('ul')?.replaceChildren(...lines)
}

/** What holds for a while, such as that there is no net; nothing where all is well. */
export function showNet(text: string): void {
  const note = document.getElementById('net')
  if (note === null || (note.hidden && text === '')) return
  note.hidden = text === ''
  note.textContent = text
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
