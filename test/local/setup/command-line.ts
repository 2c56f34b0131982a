import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const cli = path.resolve(import.meta.dirname, '../../../client/cli/main.ts')

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** `marquee` on the command line, asking a house under a staff key. */
export function commandLine(url: string) {
  return (key: string, ...args: readonly string[]): Promise<Said> =>
    promisify(execFile)(process.execPath, [cli, ...args], {
      env: { ...process.env, MARQUEE_URL: url, MARQUEE_KEY: key, LC_ALL: 'en_US.UTF-8' },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (failed: Said) => failed,
    )
}
