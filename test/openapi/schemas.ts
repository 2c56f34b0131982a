import * as z from 'zod'
import {
  moviePageOutput,
  movieOutput,
  programmeOutput,
  programmedOutput,
  screenOutput,
  screensOutput,
  venueOutput,
} from '../../worker/domain/programme-schemas.ts'
import {
  bookingOutput,
  bookingPageOutput,
  holdOutput,
  movieSummary,
  planOutput,
  seatsOutput,
  showingOutput,
  showingRef,
} from '../../worker/domain/schemas.ts'
import { seatPlanInput } from '../../worker/domain/seat-plan-input.ts'
import {
  admittedOutput,
  doorOutput,
  ticketOutput,
  ticketsOutput,
  uploadedOutput,
} from '../../worker/domain/ticket-schemas.ts'
import { type Json, type JsonObject, asObject, isObject, mapObjects, without } from './json.ts'
import { words } from './words.ts'

/** What is answered under a name of its own. */
const answered: Readonly<Record<string, z.ZodType>> = {
  Booking: bookingOutput,
  BookingPage: bookingPageOutput,
  Tickets: ticketsOutput,
  Ticket: ticketOutput,
  Admitted: admittedOutput,
  Door: doorOutput,
  UploadedScans: uploadedOutput,
  Hold: holdOutput,
  Showing: showingOutput,
  ProgrammedShowing: programmedOutput,
  Programme: programmeOutput,
  Seats: seatsOutput,
  SeatPlan: planOutput,
  MovieSummary: movieSummary,
  Movie: movieOutput,
  MoviePage: moviePageOutput,
  Screen: screenOutput,
  Screens: screensOutput,
  Venue: venueOutput,
}

/** What is asked for under a name of its own. */
const asked: Readonly<Record<string, z.ZodType>> = { ShowingRef: showingRef, SeatPlanSource: seatPlanInput }

type Io = 'input' | 'output'

const registries = { input: registryOf(asked), output: registryOf(answered) }

function registryOf(schemas: Readonly<Record<string, z.ZodType>>) {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  return registry
}

/** A schema as the document has it: what has a name is referred to. */
export function schemaOf(schema: z.ZodType, io: Io): JsonObject {
  const id = registries[io].get(schema)?.id
  return id === undefined ? converted(schema, io) : { $ref: `#/components/schemas/${id}` }
}

export function namedSchemas(): JsonObject {
  const named = (schemas: typeof asked, io: Io): [string, JsonObject][] =>
    Object.entries(schemas).map(([id, schema]) => [id, converted(schema, io)])
  return Object.fromEntries([...named(answered, 'output'), ...named(asked, 'input')])
}

function converted(schema: z.ZodType, io: Io): JsonObject {
  const made = asObject(z.toJSONSchema(schema, { io, metadata: registries[io], unrepresentable: 'any' }))
  const { $defs: named, $ref: ref } = made
  const own = isObject(named) && typeof ref === 'string' ? named[ref.replace('#/$defs/', '')] : undefined
  const bare = without(asObject(own ?? made), '$defs', '$schema', 'id')
  return asObject(mapObjects(bare, (object) => tidy(object, io)))
}

function tidy(object: JsonObject, io: Io): JsonObject {
  const { $ref: ref, properties, format, minimum, maximum } = object
  if (typeof ref === 'string') return { $ref: ref.replace('#/$defs/', '#/components/schemas/') }
  const dropped: string[] = []
  // The format says it.
  if (format === 'date-time' || format === 'date') dropped.push('pattern')
  if (minimum === Number.MIN_SAFE_INTEGER) dropped.push('minimum')
  if (maximum === Number.MAX_SAFE_INTEGER) dropped.push('maximum')
  // Who reads must take what is added later.
  if (io === 'output' && object['additionalProperties'] === false) dropped.push('additionalProperties')
  const kept = without(object, ...dropped)
  return isObject(properties) ? { ...kept, properties: described(properties) } : kept
}

function described(properties: JsonObject): JsonObject {
  const entries = Object.entries(properties).map(([name, schema]): [string, Json] => {
    const description = Object.hasOwn(words, name) ? words[name] : undefined
    if (!isObject(schema) || description === undefined || hasFields(schema)) return [name, schema]
    return [name, { ...schema, description }]
  })
  return Object.fromEntries(entries)
}

/** What has fields of its own says by them what it is. */
function hasFields({ properties, items }: JsonObject): boolean {
  return properties !== undefined || (isObject(items) && items['properties'] !== undefined)
}
