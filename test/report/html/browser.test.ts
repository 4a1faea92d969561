import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  pageOfComparison,
  pageOfFind,
  pageOfFront,
  pageOfReplications,
  pageOfRun,
  pageOfSweep,
  RETRIES,
  SLOTS,
} from './written-page.ts'

const CHROMIUM = '/usr/bin/chromium'
const isThere = existsSync(CHROMIUM)
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const KINDS = ['run', 'replications', 'comparison', 'sweep', 'find', 'front', 'sweep-of-three'] as const
/** Whose pictures are drawn by a script; those of the others stand in the page. */
const DRAWN_BY_SCRIPT: readonly (typeof KINDS)[number][] = ['run', 'replications', 'comparison']
const DESKTOP = { width: 1_200, height: 900 }
const TELEPHONE = { width: 360, height: 740 }

describe.skipIf(!isThere)(isThere ? 'a page in a browser' : `a page in a browser (${CHROMIUM} is not there)`, () => {
  let folder: string
  let browser: Browser

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-page-'))
    writeFileSync(join(folder, 'run.html'), await pageOfRun())
    writeFileSync(join(folder, 'replications.html'), await pageOfReplications())
    writeFileSync(join(folder, 'comparison.html'), await pageOfComparison())
    writeFileSync(join(folder, 'sweep.html'), await pageOfSweep())
    writeFileSync(join(folder, 'find.html'), await pageOfFind())
    writeFileSync(join(folder, 'front.html'), await pageOfFront())
    const three = [`${SLOTS}=2..4`, `${RETRIES}=0,1,2`, 'functions.orders.timeout=2s,30s']
    writeFileSync(join(folder, 'sweep-of-three.html'), await pageOfSweep(three))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens a page from the disk. @returns it, and what went wrong or was asked for so far */
  async function open(kind: (typeof KINDS)[number], options: BrowserContextOptions = {}) {
    const page = await browser.newPage({ viewport: DESKTOP, ...options })
    const troubles: string[] = []
    const address = pathToFileURL(join(folder, `${kind}.html`)).href
    page.on('console', (message) => troubles.push(message.text()))
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('request', (request) => {
      if (request.url() !== address && !/^(?:data|blob):/.test(request.url())) troubles.push(request.url())
    })
    await page.goto(address)
    return { page, troubles }
  }

  /** Of each picture, how many colours it is drawn in. */
  const coloursOf = (page: Page) =>
    page.evaluate(() => {
      const canvases = [...document.querySelectorAll('canvas')]
      return canvases.map((canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
        return new Set(new Uint32Array(data.buffer)).size
      })
    })

  describe.each(KINDS)('of a %s', (kind) => {
    test('opens without an error or a request, with all its pictures drawn', async () => {
      const { page, troubles } = await open(kind)
      const colours = await coloursOf(page)
      expect(colours).toHaveLength(await page.locator('figure.chart').count())
      if (DRAWN_BY_SCRIPT.includes(kind)) expect(colours.length).toBeGreaterThanOrEqual(6)
      else expect(await page.locator('figure.drawing svg .mark').count()).toBeGreaterThan(12)
      for (const count of colours) expect(count).toBeGreaterThan(20)
      expect(troubles).toEqual([])
      await page.close()
    })

    test.each([
      ['on a desk, in the light', DESKTOP, 'light'],
      ['on a telephone, in the dark', TELEPHONE, 'dark'],
    ] as const)('hinders nobody: %s', async (_, viewport, colorScheme) => {
      const { page } = await open(kind, { viewport, colorScheme })
      // What is folded in is looked at, too.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true
      })
      await page.evaluate(readFileSync(AXE, 'utf8'))
      const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
      expect(violations.map(({ id, nodes }) => [id, nodes.length, nodes[0]?.html.slice(0, 200)])).toEqual([])
      await page.close()
    })

    test('fits a telephone: it scrolls down and never sideways', async () => {
      const { page } = await open(kind, { viewport: TELEPHONE })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(TELEPHONE.width)
      const widest = await page.evaluate(() => {
        const figures = [...document.querySelectorAll('figure')].filter((figure) => figure.getClientRects().length > 0)
        return Math.max(...figures.map((figure) => figure.getBoundingClientRect().right))
      })
      expect(widest).toBeLessThanOrEqual(TELEPHONE.width)
      await page.close()
    })
  })

  test('says what it has to say without its scripts', async () => {
    const { page } = await open('run', { javaScriptEnabled: false })
    expect(await page.locator('#answer').innerText()).toMatch(/% never succeeded\./)
    expect(await page.locator('table:visible').count()).toBeGreaterThan(4)
    expect(await page.locator('svg.timeline:visible').count()).toBe(1)
    expect(await page.locator('.plot:visible, button:visible').count()).toBe(0)
    await page.close()
  })

  test('is read with the keyboard alone', async () => {
    const { page } = await open('run')
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll('a[href], button, summary, [tabindex="0"]')]
      return all.filter((element) => element.checkVisibility()).length
    })
    const reached = new Set<string>()
    for (let presses = 0; presses < wanted + 2; presses++) {
      await page.keyboard.press('Tab')
      reached.add(
        await page.evaluate(() => {
          const { activeElement } = document
          return String([...document.querySelectorAll('*')].indexOf(activeElement as Element))
        }),
      )
    }
    // One more for the body, which comes after the last.
    expect(reached.size).toBeGreaterThanOrEqual(wanted)

    const readout = page.locator('#backlog .readout')
    await page.locator('#backlog .plot').focus()
    await page.keyboard.press('End')
    await expect.poll(() => readout.innerText()).toMatch(/^00:2\d:\d\d · waiting \d+$/)
    await page.keyboard.press('Home')
    await expect.poll(() => readout.innerText()).toMatch(/^00:00:00 · waiting \d+$/)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => readout.innerText()).toMatch(/^00:00:0[1-9] · waiting \d+$/)
    // The pictures below tell of the same moment.
    await expect.poll(() => page.locator('#concurrency .readout').innerText()).toMatch(/^00:00:0[1-9] · running \d+$/)
    await page.close()
  })

  test('draws the values of the file that it offers', async () => {
    const { page } = await open('run')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      (async () => {
        await page.locator('#backlog summary').click()
        await page.locator('#backlog a[download]').click()
      })(),
    ])
    expect(download.suggestedFilename()).toBe('backlog.csv')
    const [head, ...lines] = readFileSync(await download.path(), 'utf8').split('\n')
    expect(head).toBe('time,at,waiting')
    const peak = Math.max(...lines.map((line) => Number(line.split(',')[2])))
    const note = await page.locator('#backlog figcaption p').innerText()
    expect(note).toContain(`peak ${peak.toLocaleString('en-US')} at `)
    await page.close()
  })

  test('copies tables and pictures', async () => {
    const { page, troubles } = await open('run', { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByRole('button', { name: 'Copy table: How long it took' }).click()
    await expect.poll(() => page.getByRole('status').innerText()).toBe('Copied: How long it took')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.split('\n')[0]).toBe('\tp50\tp90\tp99\tmax')
    await page.getByRole('button', { name: 'Copy picture: Backlog' }).click()
    await expect.poll(() => page.getByRole('status').innerText(), { timeout: 10_000 }).toBe('Copied: Backlog')
    const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types))
    expect(types).toEqual(['image/png'])
    await page.locator('.event .copy').first().click()
    await expect.poll(() => page.getByRole('status').innerText(), { timeout: 10_000 }).toMatch(/^Copied: event /)
    expect(troubles).toEqual([])
    await page.close()
  })

  test('is light on paper, with all its timelines', async () => {
    const { page } = await open('run', { colorScheme: 'dark' })
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    expect(await ground()).toBe('rgb(22, 24, 28)')
    const pdf = await page.pdf()
    expect(pdf.length).toBeGreaterThan(50_000)
    await page.emulateMedia({ media: 'print' })
    expect(await ground()).toBe('rgb(255, 255, 255)')
    const heights = await page.locator('.event .wide svg').evaluateAll((all) => all.map((svg) => svg.clientHeight))
    expect(heights.length).toBeGreaterThan(3)
    for (const height of heights) expect(height).toBeGreaterThan(100)
    await page.close()
  })

  test.each(['sweep', 'find'] as const)(
    'of a %s tells its marks to those who point and to those who move along',
    async (kind) => {
      const { page, troubles } = await open(kind)
      const figure = page.locator('figure.drawing').first()
      const readout = figure.locator('.readout')
      await figure.locator('.frame').focus()
      await page.keyboard.press('ArrowRight')
      const first = await readout.innerText()
      expect(first).toBe(await figure.locator('.mark title').first().textContent())
      await page.keyboard.press('End')
      await expect.poll(() => readout.innerText()).not.toBe(first)
      expect(await figure.locator('.mark.shown').count()).toBe(1)
      const known = await figure.locator('.mark title').allTextContents()
      const { x, y, width, height } = (await figure.locator('.mark').nth(2).boundingBox())!
      await page.mouse.move(x + width / 2, y + height / 2)
      await expect.poll(async () => known.includes(await readout.innerText())).toBe(true)
      await page.mouse.move(1, 1)
      await expect.poll(() => readout.innerText()).toBe('')
      expect(troubles).toEqual([])
      await page.close()
    },
  )

  test('of a sweep says all of it without its scripts, and folds out what is held', async () => {
    const { page } = await open('sweep-of-three', { javaScriptEnabled: false })
    expect(await page.locator('#answer').innerText()).toMatch(/^Least is lost with /)
    const maps = page.locator('.heat:visible')
    const before = await maps.count()
    expect(before).toBeGreaterThan(2)
    await page.locator('.held:not([open]) summary').first().click()
    expect(await maps.count()).toBe(before * 2)
    expect(await page.locator('figure.drawing svg:visible .mark').count()).toBeGreaterThan(20)
    expect(await page.locator('.readout:visible, button:visible').count()).toBe(0)
    await page.close()
  })

  test('of a sweep lets its pictures and heat maps be copied', async () => {
    const { page } = await open('sweep', { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByRole('button', { name: 'Copy picture: lost against cost' }).click()
    const status = () => page.getByRole('status').innerText()
    await expect.poll(status, { timeout: 10_000 }).toBe('Copied: lost against cost')
    await page.getByRole('button', { name: 'Copy table: lost', exact: true }).click()
    await expect.poll(() => page.getByRole('status').innerText()).toBe('Copied: lost')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.split('\n')).toHaveLength(7)
    await page.close()
  })
})
