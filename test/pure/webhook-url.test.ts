import { describe, expect, it } from 'vitest'
import { problemOfWebhookUrl } from '../../worker/domain/webhook-url.ts'

const atLarge = (url: string): string | undefined => problemOfWebhookUrl(url, { allowsLocal: false })
const atHome = (url: string): string | undefined => problemOfWebhookUrl(url, { allowsLocal: true })

describe('where webhooks may go', () => {
  it.each([
    'https://cinema.example/hooks',
    'https://hooks.cinema.example:8443/a?b=c',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1:248:1893:25c8:1946]/',
  ])('lets them go to %s', (url) => {
    expect(atLarge(url)).toBeUndefined()
  })

  it.each([
    'https://localhost/',
    'https://localhost./',
    'https://hooks.localhost/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://router.lan/',
    'https://intranet/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[2002:a00:1::]/',
    'https://[fc00::1]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
  ])('keeps them from %s, which is within', (url) => {
    expect(atLarge(url)).toBe('must be an address on the public internet')
  })

  it('wants TLS, and neither user nor password', () => {
    expect(atLarge('http://cinema.example/')).toBe('must begin with https://')
    expect(atLarge('ftp://cinema.example/')).toBe('must begin with https://')
    expect(atLarge('https://me:secret@cinema.example/')).toBe('must not contain a user or a password')
    expect(atLarge('https://me@cinema.example/')).toBe('must not contain a user or a password')
    expect(atLarge('cinema.example')).toContain('must be a URL')
    expect(atLarge(`https://cinema.example/${'a'.repeat(2_000)}`)).toContain('characters')
  })

  it('allows this very machine where that is asked for, and nothing else within', () => {
    expect(atHome('http://127.0.0.1:8080/')).toBeUndefined()
    expect(atHome('http://localhost:8080/')).toBeUndefined()
    expect(atHome('http://[::1]:8080/')).toBeUndefined()
    expect(atHome('http://192.168.1.1/')).toBe('must begin with https://')
    expect(atHome('https://192.168.1.1/')).toBe('must be an address on the public internet')
    expect(atHome('http://cinema.example/')).toBe('must begin with https://')
  })
})
