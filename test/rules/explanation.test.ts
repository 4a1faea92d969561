import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CERTAINTIES, explanationOf, RULES, type RuleId } from '../../src/rules/explanation.ts'
import { ROOT } from '../source-file.ts'

const PAGE = join(ROOT, 'docs/reference/explain.md')
const REGION = /<!-- rules -->\n([\s\S]*?)<!-- end -->/
const rules = (Object.keys(RULES) as RuleId[]).map((id) => ({ id, ...explanationOf(id) }))

function page(name: string): string {
  return readFileSync(join(ROOT, 'docs/reference', name), 'utf8')
}

/** The table of the reference, as it has to be. */
function table(): string {
  const rows = rules.map(({ id, text, certainty, source, url, option }) => {
    const linked = url === undefined ? source : source.replace(/^"([^"]*)"/, `["$1"](${url})`)
    return `| \`${id}\` | ${text} | ${certainty.join(', ')} | ${linked} | ${option === undefined ? '' : `\`${option}\``} |`
  })
  return ['| id | rule | how sure | source | option |', '| --- | --- | --- | --- | --- |', ...rows, ''].join('\n')
}

describe('the rules that timelines name', () => {
  it('stand in the reference; UPDATE=1 writes them', () => {
    const text = readFileSync(PAGE, 'utf8')
    if (process.env.UPDATE) writeFileSync(PAGE, text.replace(REGION, `<!-- rules -->\n${table()}<!-- end -->`))
    expect(REGION.exec(readFileSync(PAGE, 'utf8'))?.[1]).toBe(table())
  })

  it('are sentences', () => {
    for (const { text } of rules) expect(text).toMatch(/^[A-Z].*\.$/)
  })

  it.each(rules)('say how sure they are and why: $id', ({ certainty, source, url, option }) => {
    expect(certainty.length).toBeGreaterThan(0)
    for (const each of certainty) expect(CERTAINTIES).toContain(each)
    // A page is documentation, and a choice can be changed or is our reading of a page.
    expect(url === undefined).toBe(!certainty.includes('documented'))
    if (certainty.includes('model choice')) expect(option).toBeDefined()
    if (option !== undefined) expect(page('options.md')).toContain(`| \`${option}\` |`)
    const title = /^"([^"]*)"/.exec(source)?.[1]
    if (title !== undefined) expect(page('behaviour.md')).toContain(`"${title}"`)
  })
})
