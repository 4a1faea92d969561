import type { RunResult } from '../../scenario/result.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { valueText } from '../figure-text.ts'
import { countOf, countText, moneyText } from '../number.ts'
import { dataTable } from './data-table.ts'
import { html } from './markup.ts'
import type { Section } from './page.ts'

/** Functions that have a row of their own in a table; a page with thousands would be no page. */
export const MOST_FUNCTIONS = 50

/** What is not in the figures of cost. */
const NOT_IN = 'Retries and cold starts are in it; deliveries, queues, logs, data transfer and the free tier are not.'

/** What the functions cost, each and together; undefined where nothing ran. */
export function costSection({ total, functions }: RunResult, { prices }: Scenario): Section | undefined {
  if (total.cost.usd === 0) return undefined
  const row = (name: string, { cost, received }: RunResult['total']) => [
    name,
    countText(cost.requests),
    valueText(cost.gbSeconds, 'amount'),
    moneyText(cost.usd),
    received > 0 ? moneyText((cost.usd / received) * 1e6) : '-',
  ]
  const names = Object.keys(functions).sort((a, b) => functions[b]!.cost.usd - functions[a]!.cost.usd)
  const table = dataTable({
    caption: 'Cost',
    isCaptionHidden: true,
    head: ['function', 'requests', 'GB-seconds', 'US $', 'a million events'],
    rows: [
      ...names.slice(0, MOST_FUNCTIONS).map((name) => row(name, functions[name]!)),
      ...(names.length > 1 ? [row('all', total)] : []),
    ].map((cells) => cells.map((cell) => cell.replace('$ ', ''))),
    isSummed: names.length > 1,
  })
  const left = names.length - MOST_FUNCTIONS
  const others = left > 0 ? `${countOf(left, 'function')} that cost less have no row. ` : ''
  const rates = `${moneyText(prices.perMillionRequests)} a million requests`
  return { heading: 'Cost', body: html`${table}<p>${others}${rates}. ${NOT_IN}</p>\n` }
}
