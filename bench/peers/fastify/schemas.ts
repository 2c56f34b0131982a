const text = { type: 'string' } as const
const number = { type: 'integer' } as const
const texts = { type: 'array', items: text } as const

const date = { type: 'string', format: 'date' } as const
const time = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' } as const
const name = { type: 'string', minLength: 1, maxLength: 100 } as const

const failure = objectOf({ msg: text, status: number, code: text })
const failures = { '4xx': failure, '5xx': failure }

export const bookSchema = {
  body: objectOf({
    name,
    time,
    date,
    phn: { type: 'string', minLength: 5, maxLength: 32 },
    tickets: { type: 'integer', minimum: 1, maximum: 20 },
    seats: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 10 },
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
    },
  }),
  response: { 200: objectOf({ msg: text, status: number, ticketID: text }), ...failures },
}

const info = {
  date: text,
  name: text,
  phn: text,
  seats: texts,
  ticketID: text,
  tickets: number,
  time: text,
  status: text,
  starts_at: text,
  expires_at: text,
  booked_at: text,
}

export const viewSchema = {
  params: objectOf({ ticketID: text }),
  response: { 200: objectOf({ info: objectOf(info), status: number }), ...failures },
}

export const seatsSchema = {
  querystring: objectOf({ date, time }),
  response: { 200: objectOf({ showing: text, free: texts, sold: texts }), ...failures },
}

export const updateSchema = {
  body: objectOf({ ticketID: text, time, date }),
  response: { 200: objectOf({ msg: text, status: number }), ...failures },
}

export const deleteSchema = {
  params: objectOf({ name }),
  response: { 200: objectOf({ msg: text, status: number, deleted: number }), ...failures },
}

/** An object that has all of these. */
function objectOf(properties: Readonly<Record<string, object>>) {
  return { type: 'object', required: Object.keys(properties), properties }
}
