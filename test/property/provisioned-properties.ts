import { historiesOf } from './history.ts'
import type { Property } from './trace-properties.ts'

/** The promises about provisioned concurrency. */
export const provisionedProperties: Record<string, Property> = {
  'never runs more in provisioned environments than there are, nor more beside them than they leave': (
    input,
    trace,
  ) => {
    const configOf = new Map(historiesOf(input, trace).map(({ event, config }) => [event, config]))
    const sum = (of: (config: (typeof input.functions)[number]) => number) =>
      input.functions.reduce((total, config) => total + of(config), 0)
    const rest = input.accountConcurrency - sum(({ reserved, provisioned }) => reserved ?? provisioned ?? 0)
    const running = new Map<string, number>()
    const where = new Map<number, string>()
    return trace.flatMap(({ kind, event, provisioned, atMs }) => {
      if (kind === 'ended') running.set(where.get(event)!, running.get(where.get(event)!)! - 1)
      if (kind !== 'started') return []
      const { name, reserved, provisioned: size = 0 } = configOf.get(event)!
      const pool = provisioned ? `${name} ahead` : reserved === undefined ? 'rest' : name
      const limit = provisioned ? size : reserved === undefined ? rest : reserved - size
      where.set(event, pool)
      running.set(pool, (running.get(pool) ?? 0) + 1)
      return running.get(pool)! <= limit ? [] : [`${running.get(pool)} of ${pool} at ${atMs}, which has ${limit}`]
    })
  },

  'spills over only while all provisioned environments are in use': (input, trace) => {
    const configOf = new Map(historiesOf(input, trace).map(({ event, config }) => [event, config]))
    const busy = new Map<string, number>()
    const ahead = new Set<number>()
    return trace.flatMap(({ kind, event, provisioned, atMs }) => {
      const { name, provisioned: size = 0 } = configOf.get(event)!
      if (kind === 'ended' && ahead.delete(event)) busy.set(name, busy.get(name)! - 1)
      if (kind !== 'started') return []
      if (provisioned) {
        ahead.add(event)
        busy.set(name, (busy.get(name) ?? 0) + 1)
      }
      const isWrong = provisioned ? size === 0 : (busy.get(name) ?? 0) < size
      return isWrong ? [`event ${event} of ${name} at ${atMs}`] : []
    })
  },
}
