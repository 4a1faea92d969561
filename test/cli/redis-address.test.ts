import { describe, expect, it } from 'vitest'
import { redisAddress } from '../../src/cli/argument.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { refusal, shownAddress } from '../../src/experiment/redis/connection.ts'

describe('an address of Redis', () => {
  it.each([
    'redis://u:se/cret@host',
    'redis://u:1/cret@host',
    'redis://u:se#cret@host',
    'redis://u#cret@host',
    'redis://u?cret@host',
    'redis://:s3cr@t/cret@host:7392',
    'http://u:secret@host:1',
    'redis://u:secret@host:99999',
    'u:secret@host',
  ])('is refused without its password: %s', (text) => {
    expect(() => redisAddress(text)).toThrow(UsageError)
    expect(() => redisAddress(text)).toThrow(
      /:\*\*\*@host(:\d+)?; in a user or password write \/ as %2F, @ as %40, # as %23$/,
    )
    expect(() => redisAddress(text)).not.toThrow(/cret|s3/)
  })

  it('is refused with a database that is no number', () => {
    expect(() => redisAddress('redis://host:1/x')).toThrow(/, got redis:\/\/host:1\/x$/)
  })

  it.each(['redis://host', 'redis://host:1/', 'rediss://u:a%2Fb%40c%23d@host:1/15', 'redis://[::1]:6379?family=6'])(
    'is taken: %s',
    (text) => expect(redisAddress(text)).toBe(text),
  )

  it('is shown without its password', () => {
    expect(shownAddress('rediss://u:a%2Fb@host:1/15')).toBe('rediss://:***@host:1/15')
    expect(shownAddress('redis://host:1/15')).toBe('redis://host:1/15')
  })

  it('has what Redis says of its end in words', () => {
    const { message } = refusal('redis://host/99', new Error('ERR DB index is out of range'))
    expect(message).toBe('redis://host/99: it has no database of the number at the end of the address')
  })
})
