import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  EVENTFUL,
  pageOfComparison,
  pageOfFind,
  pageOfFront,
  pageOfReplications,
  pageOfRun,
  pageOfSweep,
} from './written-page.ts'

const HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\'"&'

const pages: Record<string, string> = {}
beforeAll(async () => {
  pages.run = await pageOfRun()
  pages.replications = await pageOfReplications()
  pages.comparison = await pageOfComparison()
  pages.sweep = await pageOfSweep()
  pages.find = await pageOfFind()
  pages.front = await pageOfFront()
})

/** The page without its scripts and styles. */
const bodyOf = (page: string) => page.replaceAll(/<(script|style)>[\s\S]*?<\/\1>/g, '')
const headingsOf = (page: string) => [...bodyOf(page).matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, text]) => text)

/** What follows the answer. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  run: ['<table>', '<figure class="chart"', 'class="timeline"'],
  replications: ['<table>', '<figure class="chart"', 'class="timeline"'],
  comparison: ['<table>', '<figure class="chart"', 'class="timeline"'],
  sweep: ['<figure class="drawing"', '<table>', 'class="table heat"', 'points.csv'],
  find: ['<figure class="drawing"', '<table>', 'trials.csv'],
  front: ['<figure class="drawing"', '<table>', 'settings.csv'],
}

describe.each(Object.keys(PARTS))('the page of a %s', (kind) => {
  it('has the answer first, then the tables, pictures, and how to make it again at the end', () => {
    const body = bodyOf(pages[kind]!)
    const order = ['<h1>', 'id="answer"', ...PARTS[kind]!, 'evening.yaml']
    const places = order.map((part) => body.indexOf(part))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(headingsOf(pages[kind]!).at(-1)).toBe('Repeat it')
    expect(body).toContain('  - orders.discarded == 0\n')
  })

  it('names nothing that would have to be fetched', () => {
    const body = bodyOf(pages[kind]!)
    expect(body).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b/)
    const addresses = [...body.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, address]) => address!)
    expect(addresses.length).toBeGreaterThan(4)
    expect(addresses.filter((address) => !/^(?:#|data:text\/csv)/.test(address))).toEqual([])
    const styles = [...pages[kind]!.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text]) => text).join('')
    expect(styles).not.toMatch(/@import|url\(/)
  })

  it('lets only its own scripts run, and opens no connection', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(pages[kind]!)!
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/connect-src|script-src[^;]*'unsafe|https?:/)
    const scripts = [...pages[kind]!.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text!)
    expect(scripts).toHaveLength(4)
    for (const script of scripts)
      expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`)
  })

  it('is small', () => {
    expect(Buffer.byteLength(pages[kind]!)).toBeLessThan(300_000)
  })

  it('has each id once, and each heading one step below the one above it', () => {
    const body = bodyOf(pages[kind]!)
    const ids = [...body.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id)
    expect(ids.filter((id, place) => ids.indexOf(id) < place)).toEqual([])
    const levels = [...body.matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
    expect(levels[0]).toBe(1)
    for (const [place, level] of levels.slice(1).entries()) expect(level).toBeLessThanOrEqual(levels[place]! + 1)
  })
})

describe('the page of a run', () => {
  it('is the same, to the last byte, for the same scenario and seed', async () => {
    expect(await pageOfRun()).toBe(pages.run)
  })

  it('shows a typical event of each fate that was met, the commonest drop first', () => {
    const shown = [...pages.run!.matchAll(/<details class="event".*?<h3>(.*?)<\/h3>/g)].map(([, text]) => text!)
    const fates = shown.join(' ')
    for (const fate of [
      'EventAgeExceeded',
      'RetriesExhausted',
      'throttled on the way',
      'retried',
      'slowest',
      'succeeded',
    ])
      expect(fates).toContain(fate)
    expect(shown[0]).toMatch(/^EventAgeExceeded|^RetriesExhausted/)
  })

  it('says what the marks in its pictures are', () => {
    expect(bodyOf(pages.run!)).toContain('>A</span> 00:04:00 to 00:06:00 outage of orders<')
    expect(bodyOf(pages.run!)).toContain('>1</span> 00:12:00 orders: reserved concurrency 10<')
  })

  it('has the warnings, and says which expectations were met', () => {
    expect(bodyOf(pages.run!)).toContain('<li>something is odd</li>')
    expect(bodyOf(pages.run!)).toMatch(/orders\.discarded == 0<\/code>.*?✓<\/span> met/)
    expect(bodyOf(pages.run!)).toMatch(/orders\.dropped == 0<\/code>.*?✗<\/span> not met/)
  })

  it('says so where nothing arrived', async () => {
    const page = await pageOfRun('functions: { idle: {} }\nrunLength: 1h\n')
    expect(page).toContain('No event arrived, so nothing happened.')
    expect(headingsOf(page)).toEqual(['Warnings', 'Repeat it'])
  })

  it('takes whatever a scenario says for text', async () => {
    const named = EVENTFUL.replace('name: an eventful evening', `name: ${JSON.stringify(HOSTILE)}`)
    const page = await pageOfRun(`# ${HOSTILE}\n${named}`)
    expect(page.match(/<script>/g)).toHaveLength(4)
    expect(page.match(/<\/script>/g)).toHaveLength(4)
    expect(page).not.toContain('<img')
    expect(page).toContain('<h1>&lt;/script&gt;&lt;script&gt;alert(1)')
  })
})

describe('the page of a comparison', () => {
  it('has a picture for each setting, all of one kind on one scale', async () => {
    const charts = [...pages.comparison!.matchAll(/id="(\w+)-\d" data-chart="([^"]*)"/g)].map(([, id, json]) => ({
      id,
      ...JSON.parse(json!.replaceAll('&quot;', '"').replaceAll('&amp;', '&')),
    }))
    const ids = [...new Set(charts.map(({ id }) => id))]
    expect(ids).toEqual(expect.arrayContaining(['backlog', 'age', 'concurrency', 'throttles', 'drops', 'arrivals']))
    for (const id of ids) {
      const scales = charts.filter((chart) => chart.id === id).map(({ x, y }) => JSON.stringify([x, y]))
      expect([id, scales.length, new Set(scales).size]).toEqual([id, 2, 1])
    }
  })

  it('has room for the highest curve of all settings on that scale', () => {
    const chart = /id="(\w+)-\d" data-chart="([^"]*)"[\s\S]*?href="data:text\/csv;charset=utf-8,([^"]*)"/g
    const tops = new Map<string, number>()
    for (const [, id, json, csv] of pages.comparison!.matchAll(chart)) {
      const { most } = JSON.parse(json!.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).y
      const values = decodeURIComponent(csv!)
        .split('\n')
        .slice(1)
        .flatMap((line) => line.split(',').slice(2).map(Number))
      const largest = Math.max(...values)
      expect([id, largest <= most]).toEqual([id, true])
      tops.set(id!, Math.max(tops.get(id!) ?? 0, largest / most))
    }
    // And not much more room than that.
    for (const share of tops.values()) expect(share).toBeGreaterThan(0.9)
    expect(tops.size).toBe(6)
  })

  it('takes the text of an alternative for text', async () => {
    const set = `name=${JSON.stringify(HOSTILE)}`
    const page = await pageOfComparison([set])
    expect(page.match(/<\/?script>/g)).toHaveLength(8)
    expect(page).not.toContain('<img')
  })
})

it('the page of a run with a thousand functions has rows for some, and the others together', async () => {
  const names = Array.from({ length: 1_000 }, (_, place) => `f${place}`)
  const functions = names.map((name) => `  ${name}: { model: { duration: 1s }, arrivals: [{ at: [1s] }] }`).join('\n')
  const page = await pageOfRun(`runLength: 1m\nfunctions:\n${functions}\n`)
  expect(bodyOf(page)).toMatch(/<th scope="row">950 others<\/th>/)
  expect(bodyOf(page)).toContain('950 functions that cost less have no row.')
  expect(page.length).toBeLessThan(400_000)
})
