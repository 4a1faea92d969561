import { enableCompileCache } from 'node:module'
import { execute } from './program.ts'

// From the second start on, the code of a command is not compiled again: a start takes half as long.
enableCompileCache()

const exitCode = await execute(process.argv.slice(2))
// A stream that could not be written to has set its own.
process.exitCode ??= exitCode
