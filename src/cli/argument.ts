import { InvalidArgumentError } from 'commander'
import { shownAddress } from '../experiment/redis/connection.ts'
import { FATES, type Fate } from '../measure/fates.ts'
import { suggestName } from '../notation/nearest.ts'
import { SPEED_RANGE } from '../notation/speed.ts'
import { UsageError } from './usage-error.ts'

/** Most events that one `explain` shows. */
const MOST_SHOWN = 100
/** Most replications that can be asked for. */
const MOST_REPLICATIONS = 1_000_000

/** Reads the value of an option, or says what was expected. Each is a parser for commander. */
export function seed(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`)
  }
  return value
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number of 0 or more')
  }
  return value
}

export function port(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535) throw new InvalidArgumentError('expected a port from 0 to 65535')
  return value
}

/** A number above 0, as much as a clock can be faster than time. */
export function factor(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 1_000_000)) throw new InvalidArgumentError('expected a number above 0, up to 1000000')
  return value
}

/** Simulated seconds a second, for somebody who watches. */
export function speed(text: string): number {
  const value = Number(text)
  const [least, most] = SPEED_RANGE
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`)
  return value
}

export function replications(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > MOST_REPLICATIONS) {
    throw new InvalidArgumentError(`expected a whole number from 1 to ${MOST_REPLICATIONS}`)
  }
  return value
}

/** A share between 0 and 1, as `5%` or `0.05`. */
export function share(text: string): number {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
  if (!(/^\d*\.?\d+%?$/.test(text) && value > 0 && value < 1)) {
    throw new InvalidArgumentError('expected a share above 0 and below 1, such as 5% or 0.05')
  }
  return value
}

/** An address of the web. */
export function address(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('expected an address with http: or https:')
}

/** Most threads that one worker can have. */
const MOST_THREADS = 1_024

export function threads(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > MOST_THREADS) {
    throw new InvalidArgumentError(`expected a whole number from 1 to ${MOST_THREADS}`)
  }
  return value
}

/**
 * An address of Redis.
 *
 * @throws UsageError rather than the parser's, which would be shown with the whole address, its password too
 */
export function redisAddress(text: string): string {
  if (/^rediss?:\/\/./.test(text) && URL.canParse(text)) {
    const { pathname, search, hash } = new URL(text)
    // An @ there is of a password, of which the beginning would be taken for the host.
    if (/^\/?\d*$/.test(pathname) && !`${search}${hash}`.includes('@')) return text
  }
  const hint = text.includes('@') ? '; in a user or password write / as %2F, @ as %40, # as %23' : ''
  throw new UsageError(
    `--redis: expected an address such as redis://127.0.0.1:6379 or rediss://USER:PASSWORD@HOST:6380/0, got ${shownAddress(text)}${hint}`,
  )
}

/** Collects the values of an option that may be given more than once. */
export function each(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** The number of an event, with or without its thousands apart, as reports show it. */
export function eventNumber(text: string): number {
  const value = /^\d{1,3}(?:,\d{3})+$|^\d+$/.test(text) ? Number(text.replaceAll(',', '')) : 0
  if (value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected the number of an event: a whole number of 1 or more')
  }
  return value
}

export function eventCount(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > MOST_SHOWN) {
    throw new InvalidArgumentError(`expected a whole number from 1 to ${MOST_SHOWN}`)
  }
  return value
}

export function fate(text: string): Fate {
  const found = FATES.find((name) => name.toLowerCase() === text.toLowerCase())
  if (found === undefined) throw new InvalidArgumentError(`expected a fate${suggestName(text, FATES)}`)
  return found
}
