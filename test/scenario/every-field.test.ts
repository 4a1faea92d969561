import { describe, expect, test } from 'vitest'
import { formatPath, formatProblem, ScenarioError } from '../../src/scenario/problem.ts'
import { readScenario } from '../../src/scenario/read.ts'
import { scenarioJsonSchema } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { fieldsOf, formsOf } from '../../tools/reference/field.ts'
import { SchemaTree } from '../../tools/reference/schema-node.ts'
import { corpus, examples, readCorpusFile, type WrittenFile } from './corpus.ts'
import { type Mutation, mutationsOf } from './mutation.ts'
import { NOT_YET_IN_AN_EXAMPLE } from './not-yet-in-an-example.ts'
import { formOf, placesOf, type SchemaPlace } from './schema-place.ts'

const tree = new SchemaTree(scenarioJsonSchema())
const fields = fieldsOf(tree)
const scenarios = corpus()
const read = (text: string, file: string) => readScenario(text, file, { readFile: readCorpusFile })

function fieldsUsedBy(files: readonly WrittenFile[]): Set<string> {
  return new Set(files.flatMap(({ data }) => placesOf(tree, data).map(({ field }) => field)))
}

describe('every field of a scenario', () => {
  test('is used by the corpus, in each of its forms', () => {
    const used = new Set(scenarios.flatMap(({ data }) => placesOf(tree, data).map((place) => formOf(tree, place))))
    const forms = fields.flatMap(({ path, node }) => formsOf(tree, node).map(({ label }) => `${path}: ${label}`))
    const missing = forms.filter((form) => !used.has(form))
    expect(missing, 'use these in a scenario of test/scenario/corpus').toEqual([])
  })

  test('is used by an example, but for those that are listed', () => {
    const used = fieldsUsedBy(examples())
    const missing = fields
      .map(({ path }) => path)
      .filter((path) => !used.has(path))
      .toSorted()
    const why = 'use a new field in an example; take one that is used now out of test/scenario/not-yet-in-an-example.ts'
    expect(missing, why).toEqual(NOT_YET_IN_AN_EXAMPLE.toSorted())
  })
})

describe('the corpus', () => {
  test.each(scenarios)('has $name, which the schema takes and which runs to its end', async ({ text, name, data }) => {
    expect(tree.accepts(tree.root, data)).toBe(true)
    const { scenario, warnings } = await read(text, name)
    // It shows every form of every field, null ones too: not all of its policies are sound.
    const others = warnings.filter(({ message }) => !/ \[[a-z-]+\]$/.test(message))
    expect(others.map(formatProblem)).toEqual([])
    const simulation = new Simulation(scenario)
    simulation.run()
    const { total } = simulation.result()
    const dropped = Object.values(total.dropped).reduce((sum, count) => sum + count, 0)
    expect(total.received).toBeGreaterThan(0)
    expect(total.received).toBe(total.succeeded + dropped)
  })
})

/** The first place of each field, with the file that it is in. */
const firsts = new Map<string, { file: WrittenFile; place: SchemaPlace }>()
for (const file of scenarios) {
  for (const place of placesOf(tree, file.data)) {
    if (!firsts.has(place.field)) firsts.set(place.field, { file, place })
  }
}

/**
 * The mistakes that are told of otherwise than once, at their line and column, with their path. What else is wrong because of one,
 * as an alias that is gone with its function's aliases, may be told of where it stands.
 */
async function missedIn(mutations: readonly Mutation[], name: string): Promise<string[]> {
  const missed: string[] = []
  for (const { what, text, path, line, column } of mutations) {
    const expected = `${name}:${line}:${column}: ${path.length === 0 ? '' : `${formatPath(path)}: `}`
    const error = await read(text, name).catch((caught: unknown) => caught)
    const lines = error instanceof ScenarioError ? error.problems.map(formatProblem) : []
    if (lines.filter((each) => each.startsWith(expected)).length !== 1) {
      missed.push(`${what}: expected ${expected}…, got ${lines.length === 0 ? String(error) : lines.join(' and ')}`)
    }
  }
  return missed
}

/** Fields that no value is wrong for. */
const ANYTHING = /\.payload$/

describe('a wrong value is told of with its line, its column and its path', () => {
  test('in every field that does not take anything at all', () => {
    const without = [...firsts.values()].filter(({ file, place }) => mutationsOf(tree, file.text, place).length === 0)
    const taking = fields.filter(({ path }) => ANYTHING.test(path)).map(({ path }) => path)
    expect(without.map(({ place }) => place.field).toSorted()).toEqual(taking.toSorted())
  })

  test.each([...firsts])('%s', async (_field, { file, place }) => {
    const name = file.name
    const json = JSON.stringify(file.data, undefined, 2)
    expect(await missedIn(mutationsOf(tree, file.text, place), name)).toEqual([])
    expect(await missedIn(mutationsOf(tree, json, place), name.replace('.yaml', '.json'))).toEqual([])
  })
})
