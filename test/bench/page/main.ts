import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { chromium } from 'playwright-core'
import { ROOT } from '../../source-file.ts'
import { check, FIGURES } from './figures.ts'
import { figureTable } from './summary.ts'
import { CROWD, DOTS } from './workloads.ts'

interface Options {
  readonly rounds: number
  readonly chromium: string
}

const options = new Command('npm run bench:page --')
  .description('How smooth the page is with many events, how large its file is, and how soon it is ready.')
  .option('--rounds <number>', 'how often each figure is measured', wholeNumber, 5)
  .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
  .parse()
  .opts<Options>()

const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))

for (const workload of [DOTS, CROWD]) await check(workload)
const file = join(folder, 'index.html')
execFileSync(process.execPath, [join(ROOT, 'tools/page.ts'), file], { stdio: ['ignore', 'ignore', 'inherit'] })
const browser = await chromium.launch({ executablePath: options.chromium, args: ['--no-sandbox'] })
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, Chromium ${browser.version()}; load before ${loadavg()[0]!.toFixed(1)}`,
)
const values = FIGURES.map((): number[] => [])
for (let round = 1; round <= options.rounds; round++) {
  for (const [place, figure] of FIGURES.entries()) {
    process.stderr.write(`round ${round}: ${figure.name}\n`)
    values[place]!.push(await figure.measure(browser, file))
  }
}
await browser.close()
console.log(figureTable(FIGURES.map((figure, place) => ({ figure, values: values[place]! }))))

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`Expected a whole number above 0, came '${text}'.`)
  return Number(text)
}
