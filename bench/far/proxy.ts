import http from 'node:http'
import net from 'node:net'
import { parseArgs } from 'node:util'
import * as z from 'zod'

/*
 * A wire of some length between a Worker and its database, as a process of its own: every byte arrives so many
 * milliseconds later, in order, however many are on their way. It counts the requests that pass.
 */

const wanted = z.object({ target: z.coerce.number(), delay: z.coerce.number() })
const option = { type: 'string' } as const
const { values } = parseArgs({ options: { target: option, delay: option } })
const { target, delay } = wanted.parse(values)

const host = '127.0.0.1'
const requestStart = 'POST /v2/pipeline'
let requests = 0

const wires = net.createServer((client) => {
  const server = net.connect({ port: target, host })
  client.on('data', (chunk) => {
    if (chunk.subarray(0, requestStart.length).toString() === requestStart) requests += 1
  })
  join(client, server)
  join(server, client)
})
const counter = http.createServer((_, response) => response.end(JSON.stringify({ requests })))

counter.listen({ port: 0, host }, () => {
  wires.listen({ port: 0, host }, () => {
    console.log(JSON.stringify({ port: portOf(wires), counterPort: portOf(counter) }))
  })
})

function join(from: net.Socket, to: net.Socket): void {
  from.setNoDelay(true)
  from.on('data', (chunk) => later(() => to.write(chunk)))
  from.on('end', () => later(() => to.end()))
  from.on('error', () => later(() => to.destroy()))
  from.on('close', () => later(() => to.destroy()))
}

/** Timers of the same length fire in the order in which they were set. */
function later(act: () => void): void {
  if (delay === 0) act()
  else setTimeout(act, delay)
}

function portOf(server: net.Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
