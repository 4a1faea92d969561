import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { linkOf, type Place } from '../../../src/playground/setup/link.ts'
import { WIDE_MAP, waitingAt } from '../../../src/playground/stage/map.ts'
import type { ScenarioInput } from '../../../src/scenario/schema/scenario.ts'
import { BuiltPage } from './built-page.ts'

const CHROMIUM = '/usr/bin/chromium'
const isThere = existsSync(CHROMIUM)
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'

/** More than there are slots for, half of it in vain, to two places; with an alias that moves and an outage. */
const BUSY: ScenarioInput = {
  name: 'busy',
  seed: 1,
  runLength: '10m',
  functions: {
    checkout: {
      reservedConcurrency: 8,
      timeout: '10s',
      deadLetterConfig: { TargetArn: DEAD },
      versions: {
        '1': { model: { duration: '3s', errors: { probability: 0.5, outages: [{ from: '2m', to: '10m' }] } } },
        '2': {},
      },
      model: { duration: '3s' },
      aliases: {
        live: {
          functionVersion: '1',
          eventInvokeConfig: {
            MaximumEventAgeInSeconds: 240,
            DestinationConfig: { OnFailure: { Destination: DEAD }, OnSuccess: { Destination: DEAD } },
          },
        },
      },
      arrivals: [{ poisson: { rate: '3/s' }, qualifier: 'live' }],
    },
  },
  changes: [{ at: '5m', functions: { checkout: { aliases: { live: { functionVersion: '2' } } } } }],
}

/** One event, which waits for its first retry from 5 s to 65 s. */
const ONE: ScenarioInput = {
  name: 'one',
  seed: 1,
  functions: {
    charge: { timeout: '5s', model: { duration: '2s', errors: { byAttempt: [1, 0] } }, arrivals: [{ at: ['3s'] }] },
  },
}

describe.skipIf(!isThere)(
  isThere ? 'the stage in a browser' : `the stage in a browser (${CHROMIUM} is not there)`,
  () => {
    const built = new BuiltPage()
    let browser: Browser

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
    })
    afterAll(async () => {
      await browser?.close()
      built.remove()
    })

    /** Opens a place, and waits until the run has come there. @returns the page, and what went wrong on it so far */
    async function open(place: Pick<Place, 'scenario' | 'atMs'> & Partial<Place>, options: BrowserContextOptions = {}) {
      const page = await browser.newPage({ viewport: { width: 1_280, height: 900 }, ...options })
      const troubles: string[] = []
      page.on('console', (message) => troubles.push(message.text()))
      page.on('pageerror', (error) => troubles.push(error.message))
      await page.goto(`${pathToFileURL(built.file).href}#${linkOf({ turns: [], speed: 10, ...place })}`)
      const time = new Date(place.atMs).toISOString().slice(11, 19)
      await page.locator('.clock', { hasText: time }).waitFor()
      return { page, troubles }
    }

    /** The counts that the stage tells. */
    const countsOf = async (page: Page): Promise<Record<string, number>> => {
      const pairs = await page
        .locator('.stage dl > div')
        .evaluateAll((all) => all.map((each) => [...each.children].map(({ textContent }) => textContent)))
      return Object.fromEntries(pairs.map(([name, count]) => [name, Number(count!.replaceAll(',', ''))]))
    }
    const shown = ['Queue', 'Running', 'Waiting after an error', 'Waiting after a throttle']

    test('loses no event: what is at all places is what was accepted', async () => {
      const { page, troubles } = await open({ scenario: BUSY, atMs: 250_000, speed: 100 })
      await page.locator('.clock').getByRole('button', { name: 'Play' }).click()
      for (let looks = 0; looks < 5; looks++) {
        const counts = await countsOf(page)
        const places = [...shown, 'Succeeded in all', 'Dropped in all']
        expect(places.reduce((sum, name) => sum + counts[name]!, 0)).toBe(counts.Accepted)
        expect(counts['On-success destination']).toBe(counts['Succeeded in all'])
        expect(counts['Dead-letter queue']).toBe(counts['Dropped in all'])
        expect(Math.min(...shown.slice(1).map((name) => counts[name]!))).toBeGreaterThan(0)
        await page.waitForTimeout(150)
      }
      expect(troubles).toEqual([])
      await page.close()
    })

    test('shows an outage of the version that an alias leads to, and where it leads when it has moved', async () => {
      const { page } = await open({ scenario: BUSY, atMs: 130_000 })
      const stage = page.locator('.stage')
      expect(await stage.locator('svg').textContent()).toContain('live → 1')
      await page.close()
      const later = await open({ scenario: BUSY, atMs: 310_000 })
      const laterWords = await later.page.locator('.stage svg').textContent()
      expect(laterWords).toMatch(/live → 2.*was 1/)
      expect(laterWords).not.toContain('outage')
      await later.page.close()
    })

    test('a click on a dot chooses its event, and shows its timeline', async () => {
      const { page } = await open({ scenario: ONE, atMs: 35_000 })
      const frame = (await page.locator('.stage-frame').boundingBox())!
      const scale = frame.width / WIDE_MAP.width
      const { x, y, width, height } = WIDE_MAP.boxes.retryWait
      // Half of its 60 s are over.
      const at = waitingAt(WIDE_MAP, { x, y, width, height: height / 2 }, 0.5, 0.5)
      await page.mouse.click(frame.x + at.x * scale, frame.y + at.y * scale)
      await page.getByRole('heading', { name: 'Event 1 charge' }).waitFor()
      await page.close()
    })

    test('keys walk from event to event, choose one and let it go', async () => {
      const { page } = await open({ scenario: BUSY, atMs: 20_000 })
      await page.locator('.stage-frame').focus()
      await page.keyboard.press('ArrowRight')
      const said = page.locator('.stage [aria-live]')
      await expect.poll(() => said.textContent()).toMatch(/^event \d+, /)
      const first = await said.textContent()
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => said.textContent()).not.toBe(first)
      const number = (await said.textContent())!.match(/\d+/)![0]
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: `Event ${number} checkout:live` }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('Choose an event to see its timeline.').waitFor()
      await page.close()
    })

    test.each([
      ['on a desk, in the light', { width: 1_280, height: 900 }, 'light'],
      ['on a telephone, in the dark', { width: 360, height: 740 }, 'dark'],
    ] as const)('hinders nobody: %s', async (_, viewport, colorScheme) => {
      const { page } = await open({ scenario: BUSY, atMs: 250_000, event: 3 }, { viewport, colorScheme })
      await page.evaluate(readFileSync(AXE, 'utf8'))
      const { violations } = await page.evaluate<AxeResults>("axe.run({ include: ['.stage', '.timeline'] })")
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html.slice(0, 200)])).toEqual([])
      for (const part of ['.stage', '.timeline']) {
        const { scrollWidth, clientWidth } = await page
          .locator(part)
          .evaluate((element) => ({ scrollWidth: element.scrollWidth, clientWidth: element.clientWidth }))
        expect([part, scrollWidth]).toEqual([part, clientWidth])
        expect(clientWidth).toBeLessThan(viewport.width)
      }
      const { width, height } = (await page.locator('.stage-frame').boundingBox())!
      expect(height > width).toBe(viewport.width < 640)
      await page.close()
    })
  },
)
