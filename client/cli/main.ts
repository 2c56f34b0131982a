#!/usr/bin/env node
import { run } from './run.ts'

// Who reads the output may leave before its end, as `head` does.
process.stdout.on('error', () => process.exit(0))

process.exitCode = await run(process.argv.slice(2))
