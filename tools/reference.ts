/**
 * Makes the tables of `docs/reference/scenario.md` anew from the schema of scenario files: `npm run docs`. What stands outside of
 * them is written by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ELSEWHERE, SCENARIO_PAGE, weave } from './reference/reference-page.ts'

const file = join(import.meta.dirname, '..', SCENARIO_PAGE)
const { text, problems } = weave(readFileSync(file, 'utf8'), ELSEWHERE)
writeFileSync(file, text)
for (const problem of problems) process.stderr.write(`${SCENARIO_PAGE}: ${problem}\n`)
if (problems.length > 0) process.exitCode = 1
