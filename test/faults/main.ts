import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { killAgainAndAgain } from './kills.ts'

interface Options {
  readonly rounds: number
  readonly seed: number
}

const { rounds, seed } = new Command('npm run faults --')
  .description(
    'Kills an endpoint with a store under load again and again, and looks for events that are lost or end twice.',
  )
  .option('--rounds <number>', 'how often it is killed', wholeNumber, 200)
  .option('--seed <number>', 'decides the moments and the events', wholeNumber, 1)
  .parse()
  .opts<Options>()

const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-faults-'))
const report = await killAgainAndAgain({
  rounds,
  seed,
  folder,
  onRound: (round, accepted) => {
    if (round % 10 === 0) process.stderr.write(`killed ${round} times, ${accepted} events accepted\n`)
  },
})
const faults = Object.entries(report).flatMap(([name, found]) =>
  found === true
    ? [name]
    : Array.isArray(found) && found.length > 0
      ? [`${name}: ${found.slice(0, 5).join(' ')} …`]
      : [],
)
const { killedInStart, accepted, ended, repeated, lost, givenTwice, endedTwice } = report
console.log(`killed ${rounds} times (${killedInStart} while it started), seed ${seed}
  ${accepted} events accepted (202), ${ended} ended with those that deliveries began
  ${lost.length + givenTwice.length} lost, ${endedTwice.length} ended twice, ${repeated} attempts in flight repeated`)
if (faults.length === 0) rmSync(folder, { recursive: true })
else console.log(`faults found; the store is left in ${folder}\n  ${faults.join('\n  ')}`)
process.exitCode = faults.length === 0 ? 0 : 1

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`Expected a whole number, came '${text}'.`)
  return Number(text)
}
