import { run } from '../client/cli/run.ts'
import { addAfterRestore } from './commands/after-restore.ts'
import { addBackup } from './commands/backup.ts'
import { addRestore } from './commands/restore.ts'
import { addVerify } from './commands/verify.ts'

// Who reads the output may leave before its end, as `head` does.
process.stdout.on('error', () => process.exit(0))

process.exitCode = await run(process.argv.slice(2), [addVerify, addBackup, addRestore, addAfterRestore])
