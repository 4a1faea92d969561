import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { linkOf, readLink } from '../../../src/playground/setup/link.ts'
import type { Turn } from '../../../src/playground/setup/setup.ts'
import type { ScenarioInput } from '../../../src/scenario/schema/scenario.ts'
import { BuiltPage } from './built-page.ts'

const CHROMIUM = '/usr/bin/chromium'
const isThere = existsSync(CHROMIUM)
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

const DESKTOP = { width: 1_280, height: 800 }
const TELEPHONE = { width: 390, height: 844 }
const SCENARIO: ScenarioInput = {
  name: 'two functions',
  seed: 3,
  runLength: '10m',
  functions: {
    charge: {
      timeout: '900s',
      model: { duration: '1s', errors: { probability: 0.4 } },
      arrivals: [{ poisson: { rate: '0.5/s' } }],
    },
    mail: { arrivals: [{ constant: { rate: '3/m' } }] },
  },
}
const place = (turns: Turn[] = [], more = {}) => linkOf({ scenario: SCENARIO, turns, atMs: 0, speed: 10, ...more })

/** Looks until it is so, on a busy machine too. */
const eventually = <T>(look: () => Promise<T> | T) => expect.poll(look, { timeout: 15_000 })

const title = isThere ? 'the controls in a browser' : `the controls in a browser (${CHROMIUM} is not there)`
describe.skipIf(!isThere)(title, () => {
  let built: BuiltPage
  let browser: Browser
  const troubles: string[] = []

  beforeAll(async () => {
    built = new BuiltPage()
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    expect(troubles.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    built?.remove()
  })

  async function open(link: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: DESKTOP, ...options })
    const address = pathToFileURL(built.file).href
    page.on('console', (message) => troubles.push(message.text()))
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('request', (request) => {
      if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(address)) troubles.push(request.url())
    })
    await page.goto(`${address}#${link}`)
    await page.waitForSelector('.clock')
    return page
  }

  const turnsOf = async (page: Page) => {
    const link = await page.evaluate(() => location.hash.slice(1))
    const { place: there, problems } = readLink(link, {})
    expect(problems).toEqual([])
    return there!.turns
  }
  /** How the knobs stand, as somebody sees them. */
  const knobsOf = (page: Page) =>
    page.evaluate(() => {
      const knobs = [...document.querySelectorAll<HTMLElement>('[data-knob]')].map((knob) => {
        const field = knob.querySelector<HTMLInputElement>('.exact, :checked, [role=switch]')
        return [knob.dataset.knob, field?.type === 'checkbox' ? field.checked : field?.value]
      })
      return Object.fromEntries(knobs)
    })
  const unfold = (page: Page) =>
    page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
  const exact = (page: Page, knob: string) => page.locator(`[data-knob=${knob}] .exact`)
  const time = (page: Page) => page.getByRole('timer').innerText()

  test('each knob and the address say the same, whichever is turned', async () => {
    const page = await open(place())
    const typed = { rate: '2', duration: '1500ms', errors: '0.25', age: '90s', concurrency: '5' }
    for (const [knob, text] of Object.entries(typed)) {
      await exact(page, knob).fill(text)
      await exact(page, knob).press('Enter')
      await eventually(() => page.locator(`[data-knob=${knob}] .since`).innerText()).toContain('since the start')
    }
    await page.getByRole('radio', { name: '1' }).check()
    for (const name of ['On success', 'On failure', 'Dead-letter queue'])
      await page.getByRole('switch', { name }).click()
    const turn = (knob: string, value: unknown) => ({ atMs: 0, function: 'charge', knob, value })
    const turned = [
      turn('rate', 2),
      turn('duration', 1_500),
      turn('errors', 0.25),
      turn('age', 90),
      turn('concurrency', 5),
      turn('retries', 1),
      turn('onSuccess', true),
      turn('onFailure', true),
      turn('deadLetter', true),
    ]
    await eventually(() => turnsOf(page)).toEqual(turned)
    const knobs = await knobsOf(page)
    const shown = { rate: '2/s', duration: '1s500ms', errors: '0.25', age: '1m30s', concurrency: '5', retries: '1' }
    expect(knobs).toEqual({ ...shown, onSuccess: true, onFailure: true, deadLetter: true })

    const again = await open(place(turned as Turn[]))
    expect(await knobsOf(again)).toEqual(knobs)
    await again.evaluate(
      (link) => {
        location.hash = link
      },
      place([{ atMs: 0, function: 'charge', knob: 'retries', value: 0 }]),
    )
    await eventually(() => knobsOf(again)).toMatchObject({ retries: '0', age: '6h', onFailure: false, errors: '0.4' })
    await again.getByRole('combobox', { name: 'Function' }).selectOption('mail')
    await eventually(() => knobsOf(again)).toMatchObject({ retries: '2', errors: '0', duration: '0s', rate: '0.05/s' })
  })

  test('a slider turns to what it shows, once it rests, and from then on', async () => {
    const page = await open(place([], { atMs: 120_000 }))
    await eventually(() => time(page)).toContain('00:02:00')
    const slider = page.locator('[data-knob=errors] input[type=range]')
    await slider.focus()
    await slider.press('End')
    await slider.press('ArrowLeft')
    await eventually(() => turnsOf(page)).toEqual([{ atMs: 120_001, function: 'charge', knob: 'errors', value: 0.9 }])
    expect(await slider.getAttribute('aria-valuetext')).toBe('90.0 %')
    expect(await page.locator('[data-knob=errors] .since').innerText()).toContain('since 2m')
    await page.getByRole('button', { name: 'Undo: An attempt fails: 90.0 %' }).click()
    await eventually(() => turnsOf(page)).toEqual([])
    await eventually(() => exact(page, 'errors').inputValue()).toBe('0.4')
  })

  test('nothing half turned or typed reaches what is opened next, and Back leads to what was left', async () => {
    const page = await open('lesson=first-retry')
    const heading = page.locator('.lesson h2[tabindex]')
    await eventually(() => heading.innerText()).toBe('The first retry')
    await exact(page, 'age').fill('soon')
    await exact(page, 'age').press('Enter')
    expect(await page.locator('[data-knob=age] .problem').count()).toBe(1)
    const slider = page.locator('[data-knob=duration] input[type=range]')
    await slider.evaluate((element: HTMLInputElement) => {
      element.value = element.max
      element.dispatchEvent(new Event('input', { bubbles: true }))
      const lessons = [...document.querySelectorAll<HTMLElement>('.lesson-list li button')]
      lessons[1]!.click()
    })
    await eventually(() => heading.innerText()).not.toBe('The first retry')
    await page.waitForTimeout(400)
    expect(await page.locator('.problem').count()).toBe(0)
    expect(await exact(page, 'age').inputValue()).not.toBe('soon')
    expect(await page.locator('.since').count()).toBe(0)
    await page.goBack()
    await eventually(() => heading.innerText()).toBe('The first retry')
  })

  test('what is wrong is said beside it, and what was typed stays', async () => {
    const page = await open(place())
    await exact(page, 'age').fill('30s')
    await exact(page, 'age').press('Enter')
    const problem = page.locator('[data-knob=age] .problem')
    expect(await problem.innerText()).toBe('expected a duration from 1m to 6h in whole seconds, got "30s"')
    expect(await exact(page, 'age').inputValue()).toBe('30s')
    await unfold(page)
    const json = page.getByLabel('Event-invoke config as JSON')
    await json.fill('{\n  "MaximumRetryAttempts": 3\n}')
    await json.press('Control+Enter')
    await eventually(() => page.locator('.text-editor .problem').innerText()).toBe(
      "line 2, column 27: MaximumRetryAttempts: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
    )
    // What only the scenario as a whole can say.
    const self = 'arn:aws:lambda:us-east-1:123456789012:function:charge'
    await json.fill(`{"DestinationConfig": {"OnFailure": {"Destination": "${self}"}}}`)
    await json.press('Control+Enter')
    await eventually(() => page.locator('.text-editor .problem').innerText()).toContain(
      "You can't specify the function as a destination for itself.",
    )
    expect(await json.inputValue()).toContain(self)
    expect(await turnsOf(page)).toEqual([])
  })

  test('the command follows the knobs, and the knobs the command', async () => {
    const page = await open(place())
    await unfold(page)
    const command = page.getByLabel('AWS CLI')
    expect(await command.inputValue()).toContain('delete-function-event-invoke-config')
    await page.getByRole('switch', { name: 'On failure' }).click()
    await eventually(() => command.inputValue()).toContain(
      "--destination-config 'OnFailure={Destination=arn:aws:sqs:us-east-1:123456789012:failed}'",
    )
    await command.fill(
      'aws lambda update-function-event-invoke-config --function-name charge \\\n  --maximum-retry-attempts 0\naws lambda put-function-concurrency --function-name charge --reserved-concurrent-executions 0',
    )
    await page.getByRole('button', { name: 'Apply' }).click()
    await eventually(() => knobsOf(page)).toMatchObject({ retries: '0', concurrency: '0', onFailure: true })
    await page.getByRole('button', { name: 'Unthrottle' }).click()
    await eventually(() => knobsOf(page)).toMatchObject({ concurrency: 'none' })
    await command.fill('aws lambda put-function-concurrency --function-name chrge')
    await page.getByRole('button', { name: 'Apply' }).click()
    await eventually(() => page.locator('.text-editor .problem').innerText()).toMatch(/^line 1, column \d+: --/)
  })

  test('the run is watched and turned with the keyboard alone', async () => {
    const page = await open(place([], { speed: 60 }))
    await page.keyboard.press('.')
    await eventually(() => page.getByRole('log').innerText()).toContain('accepted')
    const stepped = await time(page)
    await page.keyboard.press(' ')
    await eventually(() => time(page)).not.toBe(stepped)
    await page.keyboard.press(' ')
    await page.keyboard.press('o')
    await eventually(() => page.getByRole('button', { name: 'End the outage' }).getAttribute('aria-pressed')).toBe(
      'true',
    )
    await page.keyboard.press('e')
    await eventually(async () => (await turnsOf(page)).map(({ knob }) => knob)).toEqual(['outage', 'send'])
    await page.keyboard.press('+')
    await eventually(() => page.getByRole('slider', { name: 'Speed' }).getAttribute('aria-valuetext')).toContain(
      '120 times',
    )
    await page.keyboard.press('Home')
    await eventually(() => time(page)).toContain('00:00:00')
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    // Nothing is stolen from who types.
    await exact(page, 'errors').focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('0. e?')
    expect(await exact(page, 'errors').inputValue()).toBe('0. e?')
    expect(await time(page)).toContain('00:00:00')
    expect((await turnsOf(page)).length).toBe(2)
  })

  test('everything that can be pressed can be reached by Tab, and shows that it is', async () => {
    const page = await open(place())
    await unfold(page)
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll('button, input, select, textarea, summary, [tabindex="0"]')]
      return all
        .filter((each) => each.checkVisibility() && !(each as HTMLInputElement).disabled)
        .filter((each) => !(each instanceof HTMLInputElement && each.type === 'radio' && !each.checked)).length
    })
    const reached = new Set<number>()
    for (let presses = 0; presses < wanted + 2; presses++) {
      await page.keyboard.press('Tab')
      const [place, name, isShown] = await page.evaluate(() => {
        const active = document.activeElement!
        const styles = [active, active.closest('label') ?? active].map((each) => getComputedStyle(each))
        return [
          [...document.querySelectorAll('*')].indexOf(active),
          active.tagName,
          styles.some(({ outlineStyle }) => outlineStyle !== 'none'),
        ] as const
      })
      if (reached.has(place)) break
      // At the end comes the browser itself.
      if (name === 'BODY') continue
      reached.add(place)
      expect([name, isShown]).toEqual([name, true])
    }
    expect(reached.size).toBe(wanted)
  })

  test('the log chooses an event, and tells at high speed how many there were', async () => {
    const page = await open(place([], { atMs: 10_000 }))
    await page.getByRole('log').getByRole('button', { name: 'event 3', exact: true }).first().click()
    await eventually(() => page.evaluate(() => location.hash)).toMatch(/event=3/)
    await page.getByRole('slider', { name: 'Speed' }).fill('14')
    await page.getByRole('button', { name: 'Play' }).click()
    await eventually(() => page.locator('.log .summary').last().innerText()).toMatch(/\d+ accepted, \d+ attempts/)
    await eventually(() => page.getByRole('button', { name: 'Again' }).isVisible()).toBe(true)
  })

  test('a scenario of one’s own is opened, and what is wrong with one is said at its place', async () => {
    const page = await open(place())
    await unfold(page)
    const text = 'functions:\n  mine:\n    arrivals: [{ at: [0s] }]\n    retries: 1\n'
    await page.setInputFiles('.open-scenario input[type=file]', {
      name: 'mine.yaml',
      mimeType: 'text/yaml',
      buffer: Buffer.from(text),
    })
    await eventually(() => page.locator('.open-scenario .problem').innerText()).toContain(
      'mine.yaml:4:5: functions.mine.retries: unknown key',
    )
    const pasted = page.locator('.open-scenario textarea')
    expect(await pasted.inputValue()).toBe(text)
    await pasted.fill(text.replace('    retries: 1\n', '    eventInvokeConfig: { MaximumRetryAttempts: 1 }\n'))
    await page.getByRole('button', { name: 'Open it' }).click()
    await eventually(() => knobsOf(page)).toMatchObject({ retries: '1' })
    await eventually(() => page.evaluate(() => location.hash)).toMatch(/^#scenario=/)
  })

  test('a file that is dropped anywhere is opened, though its part is folded', async () => {
    const page = await open(place())
    const drop = (name: string, text: string) =>
      page.evaluate(
        ([file, written]) => {
          const dataTransfer = new DataTransfer()
          dataTransfer.items.add(new File([written!], file!))
          document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
        },
        [name, text],
      )
    await drop('bad.yaml', 'functions: { a: { timeout: 5 } }')
    await eventually(() => page.locator('.problems').innerText()).toContain(
      'bad.yaml:1:28: functions.a.timeout: expected',
    )
    await drop('good.yaml', 'functions: { only: { reservedConcurrency: 7, arrivals: [{ at: [0s] }] } }')
    await eventually(() => knobsOf(page)).toMatchObject({ concurrency: '7' })
    expect(await page.locator('.problems').isVisible()).toBe(false)
  })

  test('charts are drawn of what has happened, and say it in words', async () => {
    const page = await open(place([], { atMs: 500_000 }))
    const chart = page.getByRole('img', { name: /^Attempts/ })
    await eventually(() => chart.getAttribute('aria-label')).toMatch(/\d+ attempts, \d+ errors/)
    const colours = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLCanvasElement>('.charts canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
        return new Set(new Uint32Array(data.buffer)).size
      }),
    )
    expect(colours.length).toBeGreaterThanOrEqual(4)
    for (const count of colours) expect(count).toBeGreaterThan(10)
  })

  test.each([
    ['on a desk, in the light', DESKTOP, 'light'],
    ['on a telephone, in the dark', TELEPHONE, 'dark'],
  ] as const)('they hinder nobody: %s', async (_, viewport, colorScheme) => {
    const turns: Turn[] = [{ atMs: 0, function: 'charge', knob: 'retries', value: 0 }]
    const page = await open(place(turns, { atMs: 500_000 }), { viewport, colorScheme })
    await eventually(() => page.locator('.log li').count()).toBeGreaterThan(5)
    await unfold(page)
    await exact(page, 'age').fill('soon')
    await exact(page, 'age').press('Enter')
    await page.evaluate(readFileSync(AXE, 'utf8'))
    const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
    expect(violations.map(({ id, nodes }) => [id, nodes.length, nodes[0]?.html.slice(0, 200)])).toEqual([])
  })

  test('they fit a telephone and its fingers: folded at first, never sideways, 44 pixels each', async () => {
    const page = await open(place(), { viewport: TELEPHONE, hasTouch: true, isMobile: true })
    expect(await page.locator('.controls details[open]').count()).toBe(0)
    await unfold(page)
    await eventually(() => page.locator('[data-knob]').count()).toBe(9)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(TELEPHONE.width)
    const small = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '.clock button, .controls :is(button, summary, label:has(input[type=radio]), .switch label)',
        ),
      ]
        .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
        .map((each) => each.outerHTML.slice(0, 100)),
    )
    expect(small).toEqual([])
    // The clock stays in sight.
    await page.evaluate(() => scrollTo(0, 2_000))
    expect(await page.locator('.clock').evaluate((clock) => clock.getBoundingClientRect().top)).toBe(0)
  })
})
