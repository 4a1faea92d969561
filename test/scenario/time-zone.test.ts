import { describe, expect, test } from 'vitest'
import { TimeZone } from '../../src/scenario/time-zone.ts'

const at = (text: string) => Date.parse(text)
/** A local time, told as UTC would show it. */
const local = (text: string) => Date.parse(`${text}Z`)
const shown = (ms: number) => new Date(ms).toISOString()

describe('the clocks of a time zone', () => {
  const berlin = new TimeZone('Europe/Berlin')

  test('show winter and summer time', () => {
    expect(shown(berlin.localMs(at('2026-01-15T12:00:00Z')))).toBe('2026-01-15T13:00:00.000Z')
    expect(shown(berlin.localMs(at('2026-07-15T12:00:00.250Z')))).toBe('2026-07-15T14:00:00.250Z')
  })

  test('show a time of theirs at one instant', () => {
    expect(shown(berlin.instantOf(local('2026-01-15T13:00')))).toBe('2026-01-15T12:00:00.000Z')
    expect(shown(berlin.instantOf(local('2026-07-15T14:00')))).toBe('2026-07-15T12:00:00.000Z')
    expect(shown(new TimeZone('Asia/Kathmandu').instantOf(local('2026-07-15T14:00')))).toBe('2026-07-15T08:15:00.000Z')
    expect(shown(new TimeZone('UTC').instantOf(local('1969-12-31T23:59')))).toBe('1969-12-31T23:59:00.000Z')
  })

  test('pass a time that they skip at the moment of the change', () => {
    for (const skipped of ['02:00', '02:30', '02:59', '03:00']) {
      expect(shown(berlin.instantOf(local(`2026-03-29T${skipped}`)))).toBe('2026-03-29T01:00:00.000Z')
    }
    expect(shown(berlin.instantOf(local('2026-03-29T01:59')))).toBe('2026-03-29T00:59:00.000Z')
    expect(shown(berlin.instantOf(local('2026-03-29T03:01')))).toBe('2026-03-29T01:01:00.000Z')
  })

  test('show a time that comes twice first at the first of both', () => {
    expect(shown(berlin.instantOf(local('2026-10-25T02:30')))).toBe('2026-10-25T00:30:00.000Z')
    expect(shown(berlin.instantOf(local('2026-10-25T03:00')))).toBe('2026-10-25T02:00:00.000Z')
  })

  test('skip a whole day where a country moves over the date line', () => {
    const apia = new TimeZone('Pacific/Apia')
    expect(shown(apia.instantOf(local('2011-12-30T12:00')))).toBe('2011-12-30T10:00:00.000Z')
    expect(shown(apia.instantOf(local('2011-12-31T00:00')))).toBe('2011-12-30T10:00:00.000Z')
    expect(shown(apia.instantOf(local('2011-12-29T23:59')))).toBe('2011-12-30T09:59:00.000Z')
  })

  test('are refused for a zone that is not there', () => {
    expect(() => new TimeZone('Mars/Olympus')).toThrow(RangeError)
  })
})
