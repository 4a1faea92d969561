import { expect, test } from 'vitest'
import { parseMeasurement } from './measurement.ts'

const MEASUREMENT = {
  events: 10,
  seconds: 0.5,
  succeeded: 7,
  dropped: { RetriesExhausted: 1, EventAgeExceeded: 2 },
  attempts: 12,
  meanAgeMs: 3.5,
  peakMb: 40,
}
const LINE = JSON.stringify(MEASUREMENT)

test('a measurement is the last line that was printed', () => {
  expect(parseMeasurement(`warming up\n${LINE}\n`, 10)).toEqual(MEASUREMENT)
})

test.each([
  ['nothing', '', 'expected one line of JSON, came'],
  ['no JSON', 'Segmentation fault', "came 'Segmentation fault'"],
  ['a missing key', LINE.replace('attempts', 'tries'), 'attempts'],
  ['another number of events', LINE.replace('"events":10', '"events":11'), 'expected 10 events, came 11'],
  ['ends that do not add up', LINE.replace('"succeeded":7', '"succeeded":6'), 'expected the ends of 10 events, came 9'],
])('%s is refused', (_, printed, message) => {
  expect(() => parseMeasurement(printed, 10)).toThrow(message)
})
