import { BEFORE_CALLS, type ReferenceInput, type Trace, type TraceLine } from './input.ts'

interface ReferenceEvent {
  readonly number: number // below 0: a synchronous call
  readonly functionIndex: number
  readonly acceptedMs: number
  readonly ancestors: readonly ReferenceEvent[] // whose deliveries led to this one
  state: 'due' | 'queued' | 'running'
  atMs: number // when it is due, or when its attempt ends
  outcome: 'success' | 'error' | 'timeout' | 'system'
  provisioned: boolean // whether its attempt is in a provisioned environment
  dispatches: number // that got a slot
  attempts: number // those of them that did not end in a system error
  retries: number
  refusals: number // throttles and system errors in a row
}

/** A naive simulator, written to be read: a list of events, searched anew for every action. It shares nothing with the engine. */
export function referenceTrace({ choices, functions, arrivals, ...input }: ReferenceInput): Trace {
  const trace: TraceLine[] = []
  let [live, queue]: [ReferenceEvent[], ReferenceEvent[]] = [[], []]
  let [nowMs, received, called, arrived] = [0, 0, BEFORE_CALLS, 0]
  const tell = (event: ReferenceEvent, kind: TraceLine['kind'], detail: string, more = {}) =>
    trace.push({ atMs: nowMs, kind, event: event.number, detail, ...more })
  const configOf = (event: ReferenceEvent) => functions[event.functionIndex]!
  /** The function with a reservation is its own pool; all others share one. */
  const poolOf = (event: ReferenceEvent) => (configOf(event).reserved === undefined ? 'shared' : event.functionIndex)
  const sharedLimit = input.accountConcurrency - functions.reduce((sum, { reserved }) => sum + (reserved ?? 0), 0)
  const running = (provisioned: boolean) =>
    live.filter((other) => other.state === 'running' && other.provisioned === provisioned)
  const findsProvisioned = (event: ReferenceEvent) =>
    running(true).filter(({ functionIndex }) => functionIndex === event.functionIndex).length <
    (configOf(event).provisioned ?? 0)
  /** Provisioned environments of the pool are set aside, in use or not. */
  function findsOnDemand(event: ReferenceEvent) {
    const { reserved } = configOf(event)
    const mates = reserved === undefined ? functions.filter((other) => other.reserved === undefined) : [configOf(event)]
    const aside = mates.reduce((sum, { provisioned }) => sum + (provisioned ?? 0), 0)
    const busy = running(false).filter((other) => poolOf(other) === poolOf(event))
    return busy.length < (reserved ?? sharedLimit) - aside
  }
  const hasFreeSlot = (event: ReferenceEvent) => findsProvisioned(event) || findsOnDemand(event)

  /** Whether the event is too old, or would be after a wait. */
  function outlives(event: ReferenceEvent, waitMs: number) {
    const overMs = nowMs - event.acceptedMs + waitMs - configOf(event).maximumAgeMs
    return choices.ageLookAheadBoundary === 'inclusive' ? overMs >= -1e-6 : overMs > 1e-6 // a nanosecond is rounding
  }

  /** Whether this would be a function's 17th event in one chain of deliveries. */
  function loops({ functionIndex, ancestors }: ReferenceEvent) {
    const earlier = ancestors.filter((ancestor) => ancestor.functionIndex === functionIndex)
    return choices.recursiveLoop === 'Terminate' && earlier.length >= 16
  }

  function accept(functionIndex: number, ancestors: readonly ReferenceEvent[], isCall = false) {
    const counters = { number: isCall ? ++called : ++received, dispatches: 0, attempts: 0, retries: 0, refusals: 0 }
    const times = { acceptedMs: nowMs, atMs: nowMs + choices.queueLatencyMs }
    const event: ReferenceEvent = {
      ...counters,
      ...times,
      functionIndex,
      ancestors,
      state: 'due',
      outcome: 'success',
      provisioned: false,
    }
    live.push(event)
    tell(event, 'accepted', configOf(event).name)
    return event
  }

  function dispatch(event: ReferenceEvent) {
    if (event.number < 0) return hasFreeSlot(event) ? start(event) : finish(event, 'refused')
    if (loops(event)) return finish(event, 'RecursiveInvocation')
    if (configOf(event).reserved === 0) return finish(event, 'ZeroReservedConcurrency')
    if (outlives(event, 0)) return finish(event, 'EventAgeExceeded')
    if (hasFreeSlot(event)) return start(event)
    if (choices.queueing === 'fifo') {
      event.state = 'queued'
      queue.push(event)
    } else {
      tell(event, 'throttled', '')
      backOff(event)
    }
  }

  function start(event: ReferenceEvent) {
    const { initMs, durationMs, outcome } = input.fate(event.functionIndex, event.number, ++event.dispatches)
    event.provisioned = findsProvisioned(event)
    event.state = 'running'
    event.atMs = nowMs + (event.provisioned ? 0 : initMs) + Math.min(durationMs, configOf(event).timeoutMs)
    event.outcome = durationMs > configOf(event).timeoutMs && outcome !== 'system' ? 'timeout' : outcome
    const provisioned = configOf(event).provisioned ? event.provisioned : undefined
    tell(event, 'started', `attempt ${event.attempts + 1}`, { provisioned })
  }

  function endAttempt(event: ReferenceEvent) {
    event.state = 'due'
    tell(event, 'ended', event.outcome)
    if (event.number < 0) finish(event, 'answered')
    else if (event.outcome === 'system') backOff(event)
    else settle(event)
    serveQueue(event)
  }

  /** After an attempt. Settings never change here: a function that ran cannot have zero reserved concurrency. */
  function settle(event: ReferenceEvent) {
    event.attempts += 1
    if (choices.throttleBackoffAfterRun === 'reset') event.refusals = 0
    if (event.outcome === 'success') finish(event, 'Success')
    else if (event.retries >= configOf(event).retries) finish(event, 'RetriesExhausted')
    else wait(event, [60_000, 120_000][event.retries++]!)
  }

  /** After a throttle or a system error. */
  function backOff(event: ReferenceEvent) {
    const nominalMs = 1000 * Math.min(2 ** event.refusals++, 300)
    const backlog = live.filter(({ state }) => state !== 'running').length
    wait(event, choices.backPressure === 'off' ? nominalMs : nominalMs * (1 + backlog / choices.backPressure))
  }

  function wait(event: ReferenceEvent, waitMs: number) {
    if (outlives(event, waitMs)) return finish(event, 'EventAgeExceeded')
    event.atMs = nowMs + waitMs
    tell(event, 'waiting', `until ${event.atMs}`)
  }

  function finish(event: ReferenceEvent, condition: string) {
    live = live.filter((other) => other !== event)
    tell(event, 'finished', condition)
    if (event.number < 0 || (condition === 'RecursiveInvocation' && choices.recursionStop === 'dropOnly')) return
    const side = condition === 'Success' ? 'onSuccess' : 'onFailure'
    const destination = configOf(event)[side]
    const chain = [...event.ancestors, event]
    // a stopped loop starts nothing of its chain again through its own failure records
    const isInChain = chain.some(({ functionIndex }) => functionIndex === destination)
    const born = typeof destination === 'number' && !(condition === 'RecursiveInvocation' && isInChain)
    const target = born ? `fn ${functions[destination]!.name}` : destination
    const deliveries = typeof target === 'string' ? [`${side} ${target}`] : []
    if (side === 'onFailure' && configOf(event).deadLetter) deliveries.push('deadLetter')
    if (choices.deliveryOrder === 'deadLetterFirst') deliveries.reverse()
    for (const delivery of deliveries) tell(event, 'delivered', delivery)
    if (born) accept(destination, chain)
  }

  /**
   * Under `fifo` a freed slot takes the head of its pool's queue, a provisioned environment the first that may use it; what
   * has grown too old is dropped on the way.
   */
  function serveQueue(freed: ReferenceEvent) {
    const waiting = queue.filter((event) => poolOf(event) === poolOf(freed))
    const next = waiting.find((event) => (event === waiting[0] ? hasFreeSlot(event) : findsProvisioned(event)))
    if (!next) return
    queue = queue.filter((event) => event !== next)
    if (outlives(next, 0)) finish(next, 'EventAgeExceeded')
    else start(next)
    serveQueue(freed)
  }

  /** At one instant: ends of calls, ends of attempts, what is due, each by number, then one arrival after the other. */
  for (;;) {
    const inOrder = live.toSorted((a, b) => a.atMs - b.atMs || a.number - b.number)
    const ending = inOrder.find(({ state }) => state === 'running')
    const due = inOrder.find(({ state }) => state === 'due')
    nowMs = Math.min(...[ending, due, arrivals[arrived]].map((next) => next?.atMs ?? Infinity))
    if (nowMs === Infinity || nowMs > input.untilMs) return trace
    if (ending?.atMs === nowMs) endAttempt(ending)
    else if (due?.atMs === nowMs) dispatch(due)
    else {
      const { function: index, isCall } = arrivals[arrived++]!
      const event = accept(index, [], isCall)
      if (isCall || choices.queueLatencyMs === 0) dispatch(event)
    }
  }
}
