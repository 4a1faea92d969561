import type { Spot } from './map.ts'

/** What each place is called, and what it is, for those who look twice. */
export const NAMES: Readonly<Record<Spot, readonly [name: string, meaning: string]>> = {
  queue: ['Queue', 'accepted, not dispatched yet'],
  running: ['Running', 'attempts in progress'],
  retryWait: ['Waiting after an error', 'a retry comes 60 s, then 120 s later'],
  backOff: ['Waiting after a throttle', 'tried again after 1, 2, 4 … 300 s'],
  succeeded: ['Without a destination', 'it succeeded, and nobody is told'],
  onSuccess: ['On-success destination', 'gets a record'],
  onFailure: ['On-failure destination', 'gets a record with the reason'],
  deadLetter: ['Dead-letter queue', 'gets the event itself'],
  discarded: ['Discarded', 'nothing took it'],
}
