import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageAddress } from '../../../src/cli/play.ts'
import { claimedScenario } from '../../../src/lesson/lesson.ts'
import { Journal } from '../../../src/measure/journal.ts'
import type { Happened } from '../../../src/playground/lessons/happened.ts'
import { LESSONS } from '../../../src/playground/lessons/lessons.ts'
import { simulate } from '../../../src/scenario/simulate.ts'
import { BuiltPage } from './built-page.ts'

const CHROMIUM = '/usr/bin/chromium'
const isThere = existsSync(CHROMIUM)
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const TELEPHONE = { width: 390, height: 844 }

/** Looks until it is so, on a busy machine too. */
const eventually = <T>(look: () => Promise<T> | T) => expect.poll(look, { timeout: 15_000 })

describe.skipIf(!isThere)(
  isThere ? 'a lesson in a browser' : `a lesson in a browser (${CHROMIUM} is not there)`,
  () => {
    let built: BuiltPage
    let browser: Browser
    let page: Page
    const troubles: string[] = []

    beforeAll(async () => {
      built = new BuiltPage()
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
      page = await open()
    })
    afterAll(async () => {
      await browser?.close()
      built?.remove()
    })

    async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
      const opened = await browser.newPage(options)
      opened.on('console', (message) => troubles.push(message.text()))
      opened.on('pageerror', (error) => troubles.push(error.message))
      opened.on('request', (request) => {
        if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(pathToFileURL(built.file).href))
          troubles.push(request.url())
      })
      return opened
    }

    const goTo = async (on: Page, link: string) => {
      await on.goto('about:blank')
      await on.goto(`${pathToFileURL(built.file).href}#${link}`)
    }
    const card = (on: Page) => on.getByRole('region', { name: 'Lesson', exact: true })
    const status = (on: Page) => card(on).getByRole('status')
    const press = (on: Page, name: string | RegExp) => card(on).getByRole('button', { name }).click()

    /** What happened on the page, as it says itself. */
    async function savedFrom(on: Page): Promise<Happened> {
      const [download] = await Promise.all([on.waitForEvent('download'), press(on, 'Save what happened (JSON)')])
      return JSON.parse(readFileSync(await download.path(), 'utf8'))
    }

    test.each(LESSONS.map((lesson) => [lesson.name, lesson] as const))(
      'comes to the same as the engine in Node, transition by transition, and judges the answer by it: %s',
      async (name, lesson) => {
        const journal = new Journal()
        const { expectations, seed } = await simulate(claimedScenario(lesson), { observers: [journal] })
        const right = expectations.findIndex(({ met }) => met)
        // By turns somebody is right and is not.
        const answer = LESSONS.indexOf(lesson) % 2 === 0 ? right : (right + 1) % lesson.answers.length

        await goTo(page, `lesson=${name}&speed=10000`)
        await card(page).getByRole('radio', { name: lesson.answers[answer]!.text }).check()
        await press(page, 'Run it')
        const verdict =
          answer === right ? 'Right, that is what happened.' : `Not so. It was “${lesson.answers[right]!.text}”.`
        await eventually(() => status(page).innerText()).toBe(verdict)
        await card(page).getByText(lesson.explanation).waitFor()

        const saved = await savedFrom(page)
        expect({ ...saved, atMs: undefined, transitions: saved.transitions.length }).toEqual({
          version: 1,
          scenario: lesson.scenario.name,
          seed,
          omitted: 0,
          transitions: journal.entries.length,
        })
        expect(saved.transitions).toEqual(JSON.parse(JSON.stringify(journal.entries)))
      },
    )

    test('leads on: to what to try next, back, and to the next lesson; and remembers what is done', async () => {
      const [first, second] = LESSONS
      const summary = card(page).locator('.lesson-list > summary')
      await goTo(page, 'lesson=first-retry&speed=10000')
      await eventually(() => summary.innerText()).toBe(`All lessons ${LESSONS.length} of ${LESSONS.length} done`)
      await press(page, 'Just watch')
      await eventually(() => status(page).innerText()).toBe('It was “After one minute”.')
      await card(page).getByRole('link', { name: 'See it' }).click()
      await card(page).getByText(first!.next!.question).waitFor()
      await press(page, 'Run it')
      await eventually(() => status(page).innerText()).toBe(first!.next!.answer)
      await press(page, 'Back to the lesson')
      await eventually(() => card(page).getByRole('radio').count()).toBe(first!.answers.length)
      expect(await card(page).getByRole('radio', { checked: true }).count()).toBe(0)
      await summary.click()
      await card(page).getByRole('button', { name: second!.title }).click()
      await eventually(() => card(page).getByRole('heading').innerText()).toBe(second!.title)
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2')
    })

    test('says that it is another run where something was turned, and what holds in that', async () => {
      await goTo(page, 'lesson=age-look-ahead&age=1h&speed=10000')
      await eventually(() => card(page).innerText()).toContain('this is another run than the lesson')
      await press(page, 'Run it')
      await expect
        .poll(() => status(page).innerText())
        .toBe('In this run it is “Three: the retries count, not the time”.')
    })

    test('is learned with the keyboard alone', async () => {
      await goTo(page, 'lesson=retries-exhausted&speed=10000')
      await card(page).getByRole('radio').first().waitFor()
      const reach = async (name: RegExp) => {
        for (let presses = 0; presses < 12; presses++) {
          await page.keyboard.press('Tab')
          const text = await page.evaluate(() => {
            const { activeElement: at } = document
            return `${at?.textContent} ${at?.closest('label')?.textContent}`
          })
          if (name.test(text)) return
        }
        throw new Error(`not reached: ${name}`)
      }
      await reach(/It is tried once/)
      await page.keyboard.press('ArrowDown')
      await reach(/Run it/)
      await page.keyboard.press('Enter')
      await eventually(() => status(page).innerText()).toBe('Right, that is what happened.')
      // The button that leads on has kept the focus.
      await page.keyboard.press('Enter')
      await eventually(() => card(page).getByRole('heading').innerText()).toBe('The age limit looks ahead')
    })

    test('comes from a file of somebody: chosen on the page, or in the link of `play`', async () => {
      const written = readFileSync(
        join(import.meta.dirname, '../../../src/playground/lessons/01-first-retry.yaml'),
        'utf8',
      )
      const own = join(dirname(built.file), 'own.yaml')
      writeFileSync(own, written.replace('title: The first retry', 'title: My own lesson'))
      await goTo(page, 'lesson=capacity')
      await card(page).locator('.lesson-list > summary').click()
      await card(page).locator('input[type=file]').setInputFiles(own)
      await eventually(() => card(page).getByRole('heading').innerText()).toBe('My own lesson')
      await eventually(() => page.url()).toContain('#ownLesson=')
      const address = await pageAddress(own, {}, built.file)
      await page.goto('about:blank')
      await page.goto(`${address}&speed=10000`)
      await eventually(() => card(page).getByRole('heading').innerText()).toBe('My own lesson')
      await press(page, 'Just watch')
      await eventually(() => status(page).innerText()).toBe('It was “After one minute”.')

      writeFileSync(own, written.replace('charge.succeeded == 0', 'charge.succeeded == 1'))
      await card(page).locator('.lesson-list > summary').click()
      await card(page).locator('input[type=file]').setInputFiles(own)
      await expect
        .poll(() => page.getByRole('alert').innerText())
        .toContain('own.yaml:6:3: answers: expected one answer')
      expect(await card(page).getByRole('heading').innerText()).toBe('My own lesson')
    })

    test.each([
      ['on a desk, in the light', { viewport: { width: 1_280, height: 800 }, colorScheme: 'light' }],
      ['on a telephone, in the dark', { viewport: TELEPHONE, colorScheme: 'dark' }],
    ] as const)('hinders nobody, before the run and after it: %s', async (_, options) => {
      const opened = await open(options)
      await goTo(opened, 'lesson=first-retry&speed=10000')
      await card(opened).getByRole('radio').first().waitFor()
      await opened.evaluate(readFileSync(AXE, 'utf8'))
      const violations = async () => {
        await opened.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true
        })
        const found = await opened.evaluate<AxeResults>('axe.run(document.querySelector(".lesson"))')
        return found.violations.map(({ id, nodes }) => [id, nodes.length, nodes[0]?.html.slice(0, 200)])
      }
      expect(await violations()).toEqual([])
      await card(opened).getByRole('radio').first().check()
      await press(opened, 'Run it')
      await eventually(() => status(opened).innerText()).toBe('Not so. It was “After one minute”.')
      expect(await violations()).toEqual([])
      expect(await opened.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        options.viewport.width,
      )
      await opened.close()
    })

    test('makes no request and no error', () => {
      expect(troubles).toEqual([])
    })
  },
)
