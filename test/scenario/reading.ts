import { formatProblem, ScenarioError } from '../../src/scenario/problem.ts'
import { type ReadOptions, readScenario } from '../../src/scenario/read.ts'

/** Files by name, as `readFile` gives them. */
export function inMemory(files: Readonly<Record<string, string>>): NonNullable<ReadOptions['readFile']> {
  return async (path) => {
    const text = files[path]
    if (text === undefined) throw Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })
    return new TextEncoder().encode(text)
  }
}

/** What reading a scenario has to say: its problems, or its warnings where it can run. */
export async function saidOf(
  text: string,
  { file = 's.yaml', ...options }: ReadOptions & { readonly file?: string } = {},
): Promise<string[]> {
  try {
    const { warnings } = await readScenario(text, file, options)
    return warnings.map(formatProblem)
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(formatProblem)
    throw error
  }
}
