import { expect, it } from 'vitest'
import { commandLine } from './setup/command-line.ts'
import { startHouse, temporaryDirectory } from './setup/running-house.ts'

it('tells a manager what became of a booking and what is stored of a person, and forgets them', async () => {
  await using data = await temporaryDirectory()
  await using house = await startHouse(data.path)
  const marquee = commandLine(house.url)
  const key = await house.staffKey()
  const person = ['--name', 'Ayush', '--phone', '+91 98765 43210'] as const
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  const booked = await marquee(key, 'book', `${day} 18:30`, '--seats', 'A1', ...person, '--json')
  const { id }: { id: string } = JSON.parse(booked.stdout)
  await marquee(key, 'move', id, '--seats', 'B1')

  const history = await marquee(key, 'history', id)
  expect(history.stdout).toMatch(
    /^\S+Z {2}booked {2}staff:first {2}\S+\n\S+Z {2}moved {3}staff:first {2}\S+\n$/,
  )
  const exported = await marquee(key, 'people', 'export', ...person)
  expect(exported.stdout).toMatch(new RegExp(`booking +${id}\\n[^]*seats +B1\\n[^]*name +Ayush\\n`))
  const asJson = await marquee(key, 'people', 'export', ...person, '--json')
  expect(JSON.parse(asJson.stdout)).toMatchObject({
    bookings: [{ id, history: [{ kind: 'booked' }, { kind: 'moved' }] }],
  })

  expect((await marquee(key, 'people', 'erase', ...person)).stdout).toBe(
    'Name and phone are gone from one booking.\n',
  )
  expect((await marquee(key, 'people', 'export', ...person)).stdout).toContain('Nothing is stored')
  expect((await marquee(key, 'history', id)).stdout).toMatch(/erased {2,}staff:first/)
  expect(await marquee('', 'people', 'erase', ...person)).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('This is for staff'),
  })
})
