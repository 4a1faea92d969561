import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { Playback } from '../../../src/playground/playback/playback.ts'
import { linkOf } from '../../../src/playground/setup/link.ts'
import { beginFrames, takeFrames } from './frames.ts'
import { CROWD, DOTS, type Workload } from './workloads.ts'

/** What is measured of the page, each round anew. */
export interface Figure {
  readonly name: string
  readonly unit: string
  /** What the median over the rounds is to be. */
  readonly target: { readonly atLeast: number } | { readonly below: number }
  measure(browser: Browser, file: string): Promise<number>
}

/** How long a run is watched, in milliseconds. */
const WATCHED_MS = 5_000
const LONGEST_OPENING_MS = 120_000

export const FIGURES: readonly Figure[] = [
  {
    name: `${DOTS.name}: frames`,
    unit: '/s',
    target: { atLeast: 55 },
    measure: (browser, file) => watched(browser, file, DOTS, async (page) => (await framesOf(page)).perS),
  },
  {
    name: `${CROWD.name}: the longest frame`,
    unit: 'ms',
    target: { below: 100 },
    measure: (browser, file) => watched(browser, file, CROWD, async (page) => (await framesOf(page)).longestMs),
  },
  {
    name: `${CROWD.name}: the longest frame on the way there`,
    unit: 'ms',
    target: { below: 100 },
    measure: (browser, file) => watched(browser, file, CROWD, async (page) => (await takeFrames(page)).longestMs),
  },
  {
    name: 'the file',
    unit: 'kB',
    target: { below: 400 },
    measure: async (_, file) => statSync(file).size / 1_000,
  },
  {
    name: 'ready, from its opening on',
    unit: 'ms',
    target: { below: 1_000 },
    measure: async (browser, file) => {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(file).href)
      const readyMs = await page.evaluate(whenReady)
      await page.close()
      return readyMs
    },
  },
]

/** @throws Error where the workload is not the one that it says it is */
export async function check({ name, place, inFlight }: Workload): Promise<void> {
  const playback = await Playback.begin(place)
  playback.advance(place.atMs)
  const { size } = playback.whereabouts
  if (size < inFlight) throw new Error(`${name}: expected ${inFlight} events in flight at the start, got ${size}`)
}

/** Opens a workload, and measures once it has come to where it is watched from. */
async function watched(
  browser: Browser,
  file: string,
  { place }: Workload,
  measure: (page: Page) => Promise<number>,
): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } })
  await page.goto(`${pathToFileURL(file).href}#${linkOf(place)}`)
  await page.evaluate(whenReady)
  await beginFrames(page)
  const time = new Date(place.atMs).toISOString().slice(11, 19)
  await page.locator('.clock', { hasText: time }).waitFor({ timeout: LONGEST_OPENING_MS })
  const figure = await measure(page)
  await page.close()
  return figure
}

async function framesOf(page: Page) {
  await page.locator('.clock').getByRole('button', { name: 'Play' }).click()
  await takeFrames(page)
  await page.waitForTimeout(WATCHED_MS)
  return takeFrames(page)
}

/** Runs in the page. @returns when the clock and the stage stood there, since it was asked for, in milliseconds */
function whenReady(): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('.clock') && document.querySelector('.stage canvas')) resolve(performance.now())
      else requestAnimationFrame(look)
    }
    look()
  })
}
