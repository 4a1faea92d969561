import { readScenario } from '../../scenario/read.ts'
import type { ScenarioInput } from '../../scenario/schema/scenario.ts'
import { SourceText } from '../../scenario/source-text.ts'

/** Longest text that is read, in characters: a link has to carry it. */
const MOST_CHARACTERS = 1_000_000

/**
 * Reads a scenario that somebody opened or pasted, in YAML or JSON.
 *
 * @param file its name: what problems carry, and the name of a scenario that has none
 * @throws ScenarioError with every problem at once, each with line and column
 */
export async function readOwnScenario(text: string, file: string): Promise<ScenarioInput> {
  if (text.length > MOST_CHARACTERS)
    throw new RangeError(`${file}: expected at most ${MOST_CHARACTERS} characters, got ${text.length}`)
  const { scenario } = await readScenario(text, file, { readFile: refuseFile })
  return { name: scenario.name, ...(new SourceText(text, file).data as ScenarioInput) }
}

/** Whether a file asks a question: then it is a lesson, with a scenario in it. */
export function isLessonFile(text: string, file: string): boolean {
  const { data } = new SourceText(text, file)
  return typeof data === 'object' && data !== null && 'question' in data
}

function refuseFile(path: string): Promise<never> {
  return Promise.reject(
    new Error(`this page cannot read files that a scenario names; \`asyncinvoke run\` can read ${path}`),
  )
}
