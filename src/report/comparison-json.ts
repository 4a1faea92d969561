import type { ComparisonResult, Example } from '../experiment/comparison.ts'
import type { ComparisonReport } from './comparison.ts'
import { type ExplanationDocument, explanationDocument } from './timeline-json.ts'

/** The document that `compare --json` prints: the comparison, with the timelines in the form of `explain --json`. */
export interface ComparisonDocument extends Omit<ComparisonResult, 'example'> {
  readonly example:
    | (Pick<Example, 'with'> & { readonly before: ExplanationDocument; readonly after: ExplanationDocument })
    | null
}

export function comparisonDocument({ result, scenarios }: ComparisonReport): ComparisonDocument {
  const { example } = result
  if (!example) return { ...result, example }
  const place = result.settings.findIndex((setting) => setting.with === example.with)
  const [before, after] = example.timelines.map((timeline, index) =>
    explanationDocument({ scenario: scenarios[index * place]!, timelines: [timeline], question: undefined }),
  )
  return { ...result, example: { with: example.with, before: before!, after: after! } }
}
