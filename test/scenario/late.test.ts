import { expect, test } from 'vitest'
import { formatProblem } from '../../src/scenario/problem.ts'
import { readScenario } from '../../src/scenario/read.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:dead'

async function warningsOf(changeAt: string, redriveAt?: string): Promise<string[]> {
  const { warnings } = await readScenario(
    `runLength: 1h
functions:
  f: { deadLetterConfig: { TargetArn: "${QUEUE}" }, arrivals: [{ constant: { rate: 1/s } }] }
changes:
  - at: ${changeAt}
    functions: { f: { reservedConcurrency: 3 } }
${redriveAt === undefined ? '' : `destinations: { "${QUEUE}": { queue: {}, redrive: [{ at: ${redriveAt} }] } }`}
`,
    's.yaml',
  )
  return warnings.map(formatProblem)
}

test('a change past the run length is warned of', async () => {
  expect(await warningsOf('1h')).toEqual([])
  expect(await warningsOf('3h')).toEqual([
    's.yaml:5:5: changes[0].at: warning: comes at 3h, past the run length of 1h: it bears only on events that have not ended by then',
  ])
})

test('a change past the run length is not odd where a queue sends events back after it', async () => {
  expect(await warningsOf('3h', '5h')).toEqual([])
  expect(await warningsOf('3h', '2h')).toHaveLength(1)
})
