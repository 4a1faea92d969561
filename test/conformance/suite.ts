import { describe, it } from 'vitest'
import { calls } from './calls.ts'
import { changes } from './changes.ts'
import { configs } from './configs.ts'
import { deliveries } from './deliveries.ts'
import type { Driver } from './driver.ts'
import { lifecycles } from './lifecycles.ts'
import { provisioned } from './provisioned.ts'
import { records } from './records.ts'
import { type Promises, Stage } from './stage.ts'

const CHAPTERS: Readonly<Record<string, Promises>> = {
  'what becomes of an event': lifecycles,
  'the invocation record': records,
  'destinations and dead letters': deliveries,
  'changes while events wait': changes,
  'the stored config': configs,
  'synchronous invocations beside events': calls,
  'provisioned concurrency': provisioned,
}

/**
 * Holds a driver to what has been recorded of Lambda, or documented or inferred where a promise says so.
 *
 * @param makeDriver gives an empty account at time 0, once a promise
 */
export function conformance(name: string, makeDriver: () => Driver | Promise<Driver>): void {
  describe(name, () => {
    for (const [chapter, promises] of Object.entries(CHAPTERS)) {
      describe(chapter, () => {
        it.each(Object.entries(promises))('%s', async (_, check) => {
          const driver = await makeDriver()
          try {
            await check(new Stage(driver))
          } finally {
            await driver.close()
          }
        })
      })
    }
  })
}
