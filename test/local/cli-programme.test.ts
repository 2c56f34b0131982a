import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { type Said, commandLine } from './setup/command-line.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)
const showing = `studio-${date.replaceAll('-', '')}T2000Z`

it('lays down a programme from the command line, and changes it', async () => {
  await using data = await temporaryDirectory()
  await using house = await startHouse(data.path)
  const key = await house.staffKey()
  const ask = commandLine(house.url)
  const marquee = (args: readonly string[], shown = key): Promise<Said> => ask(shown, ...args)
  const json = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await marquee([...args, '--json'])
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout)
  }

  const plan = path.join(data.path, 'studio.txt')
  await writeFile(plan, 'A: 1-4 _ 5-6\nB vip: 1-4\n')
  const screen = ['screens', 'add', 'studio', '--name', 'Studio']
  const added = await json(...screen, '--plan-file', plan)
  expect(added).toMatchObject({ id: 'studio', openSchedule: false, categories: ['standard', 'vip'] })
  expect(await json(...screen, '--plan-file', plan)).toEqual(added)
  expect(await json('screens', 'change', 'studio', '--avoids-singles')).toMatchObject({ avoidsSingles: true })
  expect(await json('screens', 'change', 'studio', '--phone-tickets-max', '6')).toMatchObject({
    phoneTicketsMax: 6,
    avoidsSingles: true,
  })
  const other = ['screens', 'change', 'studio', '--no-avoids-singles', '--plan', 'A: 1-4\nB vip: 1-4']
  expect(await json(...other)).toMatchObject({ avoidsSingles: false, planVersion: 2 })
  expect((await marquee(['screens'])).stdout).toMatch(/^studio +plan 2 +Studio$/m)

  const movie = ['movies', 'add', '--title', 'The Salt Line', '--running-minutes', '112', '--rating', 'PG-13']
  expect(await json(...movie)).toMatchObject({ id: 'the-salt-line', runningMinutes: 112 })
  const changed = await json('movies', 'change', 'the-salt-line', '--rating', 'none')
  expect(changed).toMatchObject({ title: 'The Salt Line', rating: null })
  expect(await json('movies')).toMatchObject({ movies: [changed] })

  const evening = ['--screen', 'studio', '--movie', 'the-salt-line', '--date', date, '--time', '20:00']
  const prices = ['--prices', 'standard=950,vip=1400']
  const said = await marquee(['showings', 'add', ...evening, ...prices])
  expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('standard €9.50, vip €14.00') })
  expect(await json('showings', '--screen', 'studio')).toMatchObject({ showings: [{ id: showing }] })
  const cheaper = ['showings', 'change', `${date} 20:00`, '--screen', 'studio', '--prices', 'none']
  expect(await json(...cheaper)).toMatchObject({ id: showing, prices: null, planVersion: 2 })
  expect(await json('showings', 'cancel', showing)).toMatchObject({ status: 'cancelled' })
  expect(await json('showings', 'reopen', showing)).toMatchObject({ status: 'on_sale' })
  await json('book', showing, '--seats', 'A1', '--name', 'Ayush', '--phone', '9876543210')
  expect((await marquee(['bookings', '--showing', showing])).stdout).toMatch(
    /^bk_\w+ .* A1 +9876543210 +Ayush$/m,
  )

  const cases: [exit: number, code: string, args: string[], key?: string][] = [
    [2, 'usage', ['screens', 'add', 'attic', '--name', 'Attic']],
    [2, 'usage', ['showings', 'change', showing, '--prices', 'cheap']],
    [2, 'invalid_request', ['screens', 'add', 'attic', '--name', 'Attic', '--plan', 'A: 1 1']],
    [3, 'movie_not_found', ['movies', 'change', 'nobody-knows-it', '--title', 'It']],
    [4, 'showing_overlaps', ['showings', 'add', ...evening.slice(0, -1), '21:00']],
    [6, 'key_required', ['showings', 'cancel', showing], ''],
  ]
  for (const [exit, code, args, shown] of cases) {
    const { code: exited, stderr } = await marquee([...args, '--json'], shown)
    expect([args, exited, JSON.parse(stderr)]).toMatchObject([args, exit, { error: { code } }])
  }
})
