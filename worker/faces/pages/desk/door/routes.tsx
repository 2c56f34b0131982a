import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { type Verdict, verdictOf } from '../../../../domain/door-words.ts'
import type { Failure } from '../../../../domain/failures.ts'
import { deviceLengthMax } from '../../../../domain/limits.ts'
import { type Result, accept } from '../../../../domain/result.ts'
import { showingInput } from '../../../../domain/schemas.ts'
import { type Admitted, admitInput, uploadInput } from '../../../../domain/ticket-schemas.ts'
import { isMeantAsCode } from '../../../../domain/ticket-code.ts'
import { daysAfter, localOf } from '../../../../domain/venue-time.ts'
import { readJsonObject } from '../../../json-body.ts'
import { parsed } from '../../../parsed.ts'
import type { Visited } from '../../../visited.ts'
import { wantsPage } from '../../wants-page.ts'
import { answerDesk } from '../answer.tsx'
import { type FormState, freshForm, keyField, refusedForm } from '../../form.ts'
import { readForm } from '../read-form.ts'
import { deskPath } from '../path.ts'
import { type Week, readWeek } from '../week/read-week.ts'
import { DoorChoicePage } from './choice-page.tsx'
import { type AtDoor, DoorPage } from './page.tsx'

type Asked = Context<Visited, '/door/:id'>

/** What the door is called, on this device. */
const deviceCookie = 'marquee_door'
const deviceKeptSeconds = 31_536_000

/** For people a page; for its own script, which asks for JSON, the office's answer as it is. */
export function doorRoutes(): Hono<Visited> {
  const routes = new Hono<Visited>()

  routes.get('/door', (c) =>
    answerDesk(c, readEvening(c), (week, desk) => <DoorChoicePage week={week} {...desk} />),
  )

  routes.get('/door/:id', (c) => show(c, freshForm({ device: getCookie(c, deviceCookie) ?? '' })))

  // At an address of its own: what is kept under the page's must be the page.
  routes.get('/door/:id/view', async (c) => {
    const input = parsed(showingInput, { showing: c.req.param('id') })
    return c.json(input.ok ? await c.get('office').tickets.seeDoor(input.value) : input)
  })

  routes.post('/door/:id', async (c) => {
    const form = await readForm(c)
    const answer = await admit(c, form)
    if (!wantsPage(c)) return c.json(answer)
    const device = form.get('device')?.trim() ?? ''
    setCookie(c, deviceCookie, device.slice(0, deviceLengthMax), {
      path: `${deskPath}/door`,
      httpOnly: true,
      sameSite: 'Strict',
      secure: c.get('from').isSecure,
      maxAge: deviceKeptSeconds,
    })
    if (!answer.ok && answer.failure.code === 'invalid_request')
      return show(c, refusedForm(form, answer.failure, ['code', 'device']), { refused: answer.failure })
    return show(c, freshForm({ device }), { answer })
  })

  routes.post('/door/:id/scans', async (c) => {
    const body = readJsonObject((await readForm(c)).get('scans') ?? '', 'The scans are not valid JSON.')
    const input = body.ok ? parsed(uploadInput, body.value) : body
    return c.json(input.ok ? await c.get('office').tickets.uploadScans(input.value) : input)
  })
  return routes
}

/** What is typed may be a seat as well. */
async function admit(c: Asked, form: URLSearchParams): Promise<Result<Admitted>> {
  const typed = form.get('code')?.trim() ?? ''
  if (typed === '' || isMeantAsCode(typed)) return admitShown(c, form, { code: typed })
  const admitted = await admitShown(c, form, { seat: typed })
  // A seat's name may have small letters; who types in a hurry uses no others.
  const isUnknown = !admitted.ok && admitted.failure.code === 'ticket_not_found'
  return isUnknown ? admitShown(c, form, { seat: typed.toUpperCase() }) : admitted
}

function admitShown(
  c: Asked,
  form: URLSearchParams,
  shown: { readonly code: string } | { readonly seat: string },
): Promise<Result<Admitted>> | Result<Admitted> {
  const input = parsed(admitInput, {
    ...shown,
    showing: c.req.param('id'),
    device: form.get('device') ?? '',
    idempotencyKey: form.get(keyField) ?? undefined,
  })
  return input.ok ? c.get('office').tickets.admit(input.value) : input
}

interface Shown {
  readonly answer?: Result<Admitted>
  readonly refused?: Failure
}

function show(c: Asked, form: FormState, { answer, refused }: Shown = {}): Promise<Response> {
  const failed = refused ?? (answer?.ok === false ? answer.failure : undefined)
  return answerDesk(
    c,
    readDoor(c),
    (at, desk) => {
      const verdict: Verdict | undefined = answer && verdictOf(answer, desk.zone)
      return <DoorPage at={at} form={form} verdict={verdict} {...desk} />
    },
    failed,
  )
}

async function readDoor(c: Asked): Promise<Result<AtDoor>> {
  const office = c.get('office')
  const input = parsed(showingInput, { showing: c.req.param('id') })
  if (!input.ok) return input
  const door = await office.tickets.seeDoor(input.value)
  if (!door.ok) return door
  const showing = await office.seeShowing(input.value)
  return showing.ok ? accept({ showing: showing.value, door: door.value }) : showing
}

async function readEvening(c: Context<Visited>): Promise<Result<Week>> {
  const office = c.get('office')
  const venue = await office.programme.seeVenue()
  if (!venue.ok) return venue
  const today = localOf(Date.now(), venue.value.zone).date
  return readWeek(office, daysAfter(today, -1))
}
