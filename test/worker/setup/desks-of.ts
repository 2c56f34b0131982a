import { env } from 'cloudflare:workers'
import type { ScreenDesks } from '../../../worker/desk/screen-desks.ts'
import { type Showing, parseShowingId } from '../../../worker/domain/showing.ts'

function showingOf(id: string): Showing {
  const showing = parseShowingId(id)
  if (showing === undefined) throw new Error(`no showing's id: ${id}`)
  return showing
}

/** The object that has the desk of this showing. */
export function desksOf(showing: string): DurableObjectStub<ScreenDesks> {
  return env.DESKS.getByName(showingOf(showing).screen)
}

/** Tells the desk of a showing that staff have changed it. */
export async function tellOfChange(showing: string): Promise<void> {
  await desksOf(showing).programmeChanged(showingOf(showing).id)
}
