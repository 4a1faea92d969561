import type { ReferenceFunction, ReferenceInput, Trace, TraceLine } from '../reference/input.ts'
import {
  attemptsIn,
  backlogs,
  type History,
  historiesOf,
  isFunctionError,
  isRefusal,
  nominalWaitMs,
  parentsOf,
} from './history.ts'

/** What breaks a promise, in words; empty where it is kept. */
export type Property = (input: ReferenceInput, trace: Trace) => string[]

/** The promises of the engine, each a statement about any trace of any scenario. */
export const traceProperties: Record<string, Property> = {
  'numbers events in order of acceptance, and time never goes back': (_, trace) => {
    const accepted = trace.filter(({ kind }) => kind === 'accepted')
    return [
      ...accepted.filter(({ event }, index) => event !== index + 1).map((line) => told('numbered out of order', line)),
      ...trace
        .filter(({ atMs }, index) => atMs < (trace[index - 1]?.atMs ?? 0))
        .map((line) => told('back in time', line)),
    ]
  },

  'accepts every arrival up to the end of the run, and nothing that no delivery bore': (input, trace) => {
    const arrivals = input.arrivals.filter(({ atMs }) => atMs <= input.untilMs)
    const expected = arrivals.map((arrival) => `${arrival.atMs} ${input.functions[arrival.function]!.name}`)
    const parents = parentsOf(trace)
    const fromOutside = trace.filter((line) => line.kind === 'accepted' && !parents.has(line.event))
    const came = fromOutside.map(({ atMs, detail }) => `${atMs} ${detail}`)
    return expected.join() === came.join() ? [] : [`expected ${expected.join()}, came ${came.join()}`]
  },

  'makes at most one attempt more than the retries of the config': (input, trace) =>
    historiesOf(input, trace)
      .filter(({ config, lines }) => attemptsIn(lines) > 1 + config.retries)
      .map(({ event, lines }) => `event ${event} has ${attemptsIn(lines)} attempts`),

  'numbers the attempts of an event 1, 2, 3, leaving out system errors': (input, trace) =>
    historiesOf(input, trace).flatMap(({ lines }) =>
      lines.flatMap((line, index) => {
        const isWrong = line.kind === 'started' && line.detail !== `attempt ${attemptsIn(lines.slice(0, index)) + 1}`
        return isWrong ? [told('wrong attempt number', line)] : []
      }),
    ),

  'ends every attempt after its time, cut at the timeout, without a cold start where provisioned': (input, trace) =>
    historiesOf(input, trace).flatMap(({ event, config, lines }) => {
      const started = lines.filter(({ kind }) => kind === 'started')
      const ended = lines.filter(({ kind }) => kind === 'ended')
      return ended.flatMap((end, index) => {
        const fate = input.fate(input.functions.indexOf(config), event, index + 1)
        const isCut = fate.durationMs > config.timeoutMs && fate.outcome !== 'system'
        const outcome = isCut ? 'timeout' : fate.outcome
        const initMs = started[index]!.provisioned ? 0 : fate.initMs
        const endMs = started[index]!.atMs + initMs + Math.min(fate.durationMs, config.timeoutMs)
        return end.detail === outcome && end.atMs === endMs ? [] : [told(`expected ${outcome} at ${endMs}`, end)]
      })
    }),

  'waits exactly 60 s and 120 s after function errors, and 1, 2, 4 … 300 s after refusals': (input, trace) => {
    const backlog = backlogs(trace)
    return historiesOf(input, trace).flatMap(({ lines }) =>
      lines.flatMap((line, index) => {
        if (line.kind !== 'waiting') return []
        const waitMs = nominalWaitMs(input, lines.slice(0, index), backlog[trace.indexOf(line) - 1]!)
        return line.detail === `until ${line.atMs + waitMs}` ? [] : [told(`expected a wait of ${waitMs} ms`, line)]
      }),
    )
  },

  'dispatches exactly when the queue latency or the wait is over': (input, trace) =>
    historiesOf(input, trace).flatMap(({ lines }) =>
      lines.flatMap((line, index) => {
        const next = lines[index + 1]
        if (next === undefined || !['accepted', 'waiting'].includes(line.kind)) return []
        const dueMs = line.kind === 'accepted' ? line.atMs + input.choices.queueLatencyMs : Number(line.detail.slice(6))
        const mayQueue = input.choices.queueing === 'fifo' && next.kind !== 'throttled'
        return next.atMs === dueMs || (mayQueue && next.atMs > dueMs) ? [] : [told(`expected at ${dueMs}`, next)]
      }),
    ),

  'waits after every function error and refusal unless the event ends there': (_, trace) =>
    trace.flatMap((line, index) => {
      if (!isFunctionError(line) && !isRefusal(line)) return []
      const next = trace[index + 1]
      const goesOn = next?.event === line.event && (next.kind === 'waiting' || next.kind === 'finished')
      return goesOn && next.atMs === line.atMs ? [] : [told('left hanging', line)]
    }),

  'waits for no dispatch that the age limit forbids': (input, trace) => {
    const backlog = backlogs(trace)
    return historiesOf(input, trace).flatMap(({ config, acceptedMs, lines }) =>
      lines.flatMap((line, index) => {
        if (line.kind !== 'waiting') return []
        const waitMs = nominalWaitMs(input, lines.slice(0, index), backlog[trace.indexOf(line) - 1]!)
        return isPast(input, line.atMs - acceptedMs + waitMs, config) ? [told('waits in vain', line)] : []
      }),
    )
  },

  'starts no attempt at or past the age limit': (input, trace) =>
    historiesOf(input, trace).flatMap(({ config, acceptedMs, lines }) =>
      lines
        .filter(({ kind, atMs }) => kind === 'started' && isPast(input, atMs - acceptedMs, config))
        .map((line) => told('too old', line)),
    ),

  'ends every event exactly once, and nothing but deliveries follows': (input, trace) =>
    historiesOf(input, trace).flatMap(({ event, lines }) => {
      const end = lines.findIndex(({ kind }) => kind === 'finished')
      if (end < 0) return Number.isFinite(input.untilMs) ? [] : [`event ${event} never ends`]
      return lines
        .slice(end + 1)
        .filter(({ kind }) => kind !== 'delivered')
        .map((line) => told('after the end', line))
    }),

  'drops an event only for the reason that it gives': (input, trace) => {
    const backlog = backlogs(trace)
    return historiesOf(input, trace).flatMap(({ config, acceptedMs, lines }) => {
      const end = lines.findIndex(({ kind }) => kind === 'finished')
      if (end < 0) return []
      const before = lines.slice(0, end)
      const last = before.at(-1)!
      const attempts = attemptsIn(before)
      const ageMs = lines[end]!.atMs - acceptedMs
      const refused = isFunctionError(last) || isRefusal(last)
      const waitMs = refused ? nominalWaitMs(input, before, backlog[trace.indexOf(last)]!) : 0
      const exhausted = isFunctionError(last) && attempts === 1 + config.retries
      const reasons: Record<string, boolean> = {
        Success: last.detail === 'success',
        RetriesExhausted: exhausted,
        EventAgeExceeded: !exhausted && isPast(input, ageMs + waitMs, config) && last.detail !== 'success',
        ZeroReservedConcurrency: config.reserved === 0 && before.length === 1,
        RecursiveInvocation: attempts === 0 && !isFunctionError(last),
      }
      return reasons[lines[end]!.detail] ? [] : [told('no reason', lines[end]!)]
    })
  },

  'counts every event once, as succeeded, dropped or pending, at every moment': (_, trace) => {
    const tally = { received: 0, succeeded: 0, dropped: 0 }
    const pending = new Set<number>()
    return trace.flatMap((line) => {
      if (line.kind === 'accepted') {
        tally.received += 1
        pending.add(line.event)
      } else if (line.kind === 'finished') {
        tally[line.detail === 'Success' ? 'succeeded' : 'dropped'] += 1
        pending.delete(line.event)
      }
      return tally.received === tally.succeeded + tally.dropped + pending.size ? [] : [told('does not add up', line)]
    })
  },

  'never runs more at once than reserved, or than the account has left': (input, trace) => {
    const poolOf = new Map(
      historiesOf(input, trace).map(({ event, config }) => [event, config.reserved === undefined ? '' : config.name]),
    )
    const reserved = input.functions.map((config) => config.reserved ?? 0)
    const left = input.accountConcurrency - reserved.reduce((sum, each) => sum + each, 0)
    const limitOf = new Map([
      ['', left],
      ...input.functions.map((config, index) => [config.name, reserved[index]!] as const),
    ])
    const running = new Map<string, number>()
    return trace.flatMap((line) => {
      const pool = poolOf.get(line.event)!
      if (line.kind === 'ended') running.set(pool, running.get(pool)! - 1)
      if (line.kind === 'started') running.set(pool, (running.get(pool) ?? 0) + 1)
      return (running.get(pool) ?? 0) <= limitOf.get(pool)! ? [] : [told('too many at once', line)]
    })
  },

  'stops the 17th event of a function in one chain of deliveries, and only that': (input, trace) =>
    historiesOf(input, trace).flatMap(({ event, config, ancestors, lines }) => {
      const loops = isLoop(input, config.name, ancestors)
      const stopped = lines.some(({ detail }) => detail === 'RecursiveInvocation')
      const ran = lines.some(({ kind }) => kind === 'started')
      return (stopped && !loops) || (loops && ran) ? [`event ${event} ${ran ? 'ran' : 'was stopped'}`] : []
    }),

  'delivers what the config of the function says, at the end of the event, and nothing else': (input, trace) => {
    const expected = historiesOf(input, trace).flatMap((history) => deliveriesOf(input, history))
    const came = trace
      .filter(({ kind }) => kind === 'delivered')
      .map(({ event, atMs, detail }) => `${event} ${atMs} ${detail}`)
    const lost = expected.filter((delivery) => !came.includes(delivery)).map((delivery) => `lost: ${delivery}`)
    const stray = came.filter((delivery) => !expected.includes(delivery)).map((delivery) => `stray: ${delivery}`)
    return [...lost, ...stray, ...(expected.length === came.length ? [] : ['a delivery came twice'])]
  },
}

function told(complaint: string, { atMs, kind, event, detail }: TraceLine): string {
  return `${complaint}: event ${event} ${kind} ${detail} at ${atMs}`
}

/** Ages less than a nanosecond apart are equal. */
function isPast({ choices }: ReferenceInput, ageMs: number, { maximumAgeMs }: ReferenceFunction): boolean {
  const overMs = ageMs - maximumAgeMs
  return choices.ageLookAheadBoundary === 'inclusive' ? overMs >= -1e-6 : overMs > 1e-6
}

/** Whether the next event of this function in the chain would be its 17th. */
function isLoop({ choices }: ReferenceInput, name: string, chain: readonly string[]): boolean {
  return choices.recursiveLoop === 'Terminate' && chain.filter((earlier) => earlier === name).length >= 16
}

/** What the config makes of the end of an event; a stopped loop's failure record starts nothing of its chain again. */
function deliveriesOf(input: ReferenceInput, { config, ancestors, lines }: History): string[] {
  const end = lines.find(({ kind }) => kind === 'finished')
  if (end === undefined) return []
  const stopped = end.detail === 'RecursiveInvocation'
  if (stopped && input.choices.recursionStop === 'dropOnly') return []
  const side = end.detail === 'Success' ? 'onSuccess' : 'onFailure'
  const destination = config[side]
  const name = typeof destination === 'number' ? input.functions[destination]!.name : undefined
  const again = stopped && name !== undefined && [...ancestors, config.name].includes(name)
  const target = name === undefined ? destination : `fn ${name}`
  return [
    ...(target === undefined || again ? [] : [`${end.event} ${end.atMs} ${side} ${target}`]),
    ...(config.deadLetter && side === 'onFailure' ? [`${end.event} ${end.atMs} deadLetter`] : []),
  ]
}
