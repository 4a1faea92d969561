import { BEFORE_CALLS, type ReferenceInput, type Trace, type TraceLine } from './input.ts'

interface ReferenceEvent {
  readonly number: number // below 0: a synchronous call
  readonly functionIndex: number
  readonly acceptedMs: number
  readonly ancestors: readonly ReferenceEvent[] // whose deliveries led to this one
  state: 'due' | 'queued' | 'running'
  atMs: number // when it is due, or when its attempt ends
  outcome: 'success' | 'error' | 'timeout' | 'system'
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
  const tell = (event: ReferenceEvent, kind: TraceLine['kind'], detail: string) =>
    trace.push({ atMs: nowMs, kind, event: event.number, detail })
  const configOf = (event: ReferenceEvent) => functions[event.functionIndex]!
  /** The function with a reservation is its own pool; all others share one. */
  const poolOf = (event: ReferenceEvent) => (configOf(event).reserved === undefined ? 'shared' : event.functionIndex)
  const sharedLimit = input.accountConcurrency - functions.reduce((sum, { reserved }) => sum + (reserved ?? 0), 0)
  const hasFreeSlot = (event: ReferenceEvent) =>
    live.filter((other) => other.state === 'running' && poolOf(other) === poolOf(event)).length <
    (configOf(event).reserved ?? sharedLimit)

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
    const event: ReferenceEvent = { ...counters, ...times, functionIndex, ancestors, state: 'due', outcome: 'success' }
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
    event.state = 'running'
    event.atMs = nowMs + initMs + Math.min(durationMs, configOf(event).timeoutMs)
    event.outcome = durationMs > configOf(event).timeoutMs && outcome !== 'system' ? 'timeout' : outcome
    tell(event, 'started', `attempt ${event.attempts + 1}`)
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

  /** Under `fifo` a freed slot takes the head of its pool's queue; heads that have grown too old are dropped on the way. */
  function serveQueue(freed: ReferenceEvent) {
    const head = queue.find((event) => poolOf(event) === poolOf(freed))
    if (!head || !hasFreeSlot(head)) return
    queue = queue.filter((event) => event !== head)
    if (outlives(head, 0)) finish(head, 'EventAgeExceeded')
    else start(head)
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
