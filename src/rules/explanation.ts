import { ASYNC, ERRORS, GUIDE, LIFECYCLE, LOOPS, METRICS, PROVISIONED, RECORDS, SCALING } from './guide.ts'

/** How sure it is that AWS does the same: see docs/reference/behaviour.md. */
export const CERTAINTIES = ['documented', 'recorded', 'inferred', 'model choice'] as const
export type Certainty = (typeof CERTAINTIES)[number]

/** A rule of the engine in a sentence, for those who ask why something happened. */
export interface RuleExplanation {
  readonly text: string
  readonly certainty: readonly Certainty[]
  /** Page of AWS, or recording, as docs/reference/behaviour.md names it; of a choice what speaks for it. */
  readonly source: string
  /** Address of the page. */
  readonly url?: string
  /** What changes it, under `options:` of a scenario. */
  readonly option?: string
}

function rule(
  text: string,
  certainty: readonly Certainty[],
  source: string | { readonly title: string; readonly url: string },
  more: { readonly also?: string; readonly option?: string } = {},
): RuleExplanation {
  const page = typeof source === 'string' ? { title: source } : source
  const named = more.also === undefined ? page.title : `${page.title}; ${more.also}`
  return {
    text,
    certainty,
    source: named,
    ...('url' in page && { url: page.url }),
    ...(more.option !== undefined && { option: more.option }),
  }
}

/** The rules that a timeline can name, each once. Their figures are those of `limits.ts`. */
export const RULES = {
  acceptance: rule(
    'An event is stored, then answered. Acceptance does not look at concurrency.',
    ['documented', 'recorded'],
    ASYNC,
    { also: 'validated tests; notebooks' },
  ),
  birth: rule(
    'A function as destination gets the record as a new event of its own, with its own config and retries.',
    ['documented', 'recorded'],
    RECORDS,
    { also: 'captures' },
  ),
  redrive: rule(
    'What is sent back from a queue is a new event, with the payload of the original and an age of its own.',
    ['inferred'],
    'whoever sends it back invokes the function again',
  ),
  duplicate: rule(
    'An event may be delivered twice, even without an error. How often, AWS does not say.',
    ['documented', 'model choice'],
    ASYNC,
    { option: 'duplicateProbability' },
  ),
  queueLatency: rule(
    'Between acceptance and first dispatch some time passes in the queue.',
    ['model choice'],
    'some 30 to 100 ms are recorded',
    { option: 'queueLatency' },
  ),
  dispatch: rule('A dispatch that finds free concurrency runs the function.', ['documented'], SCALING),
  coldStart: rule(
    'Without a free execution environment one is started first. That does not count towards the timeout.',
    ['documented'],
    LIFECYCLE,
  ),
  provisioned: rule(
    'An attempt of a version with provisioned concurrency takes a provisioned environment first: no cold start.',
    ['documented'],
    PROVISIONED,
  ),
  spillover: rule(
    'With all provisioned environments in use, an attempt spills over to an on-demand one while concurrency is free.',
    ['documented'],
    PROVISIONED,
  ),
  keptProvisioned: rule(
    'Idle provisioned environments keep concurrency of the function, or of the account, for their own version.',
    ['documented', 'recorded'],
    PROVISIONED,
    { also: 'validated tests' },
  ),
  aliasLookUp: rule('An alias is looked up again at each attempt.', ['recorded'], 'captures'),
  weightedAlias: rule(
    'The version behind a weighted alias is drawn for each attempt.',
    ['model choice'],
    'an alias is looked up at each attempt (captures)',
    { option: 'weightedAlias' },
  ),
  functionError: rule('A function error uses up a retry.', ['documented'], ERRORS),
  timeout: rule('An attempt longer than the timeout fails at the timeout: a function error.', ['documented'], {
    title: '"Lambda quotas"',
    url: `${GUIDE}/gettingstarted-limits.html`,
  }),
  systemError: rule(
    'A fault of the service uses up no retry. That it is no attempt is inferred.',
    ['documented', 'inferred'],
    ERRORS,
    { option: 'systemErrors' },
  ),
  reservedThrottle: rule(
    'Reserved concurrency is a hard limit. A dispatch without a free slot is throttled, which uses up no retry.',
    ['documented', 'recorded'],
    ERRORS,
    { also: 'captures' },
  ),
  accountThrottle: rule(
    'Functions without reserved concurrency share what the account has left. Without a free slot a dispatch is throttled.',
    ['documented', 'recorded'],
    ERRORS,
    { also: 'captures' },
  ),
  scalingThrottle: rule(
    'A function may gain 1,000 environments every 10 s. A dispatch that needs one more is throttled.',
    ['documented'],
    SCALING,
    { option: 'scalingRate' },
  ),
  fifoQueue: rule(
    'An event that finds no free slot waits in a queue, first come, first served. Lambda itself throttles it.',
    ['model choice'],
    'queueing theory',
    { option: 'queueing' },
  ),
  missingTarget: rule(
    'A target that is not there is an attempt that ends at once with 404.',
    ['recorded'],
    'captures',
    {
      option: 'missingTarget',
    },
  ),
  success: rule('An attempt that succeeds ends the event.', ['documented'], ERRORS),
  lateSuccess: rule('A success counts as one however old the event is.', ['inferred'], 'no recording contradicts it'),
  retryWait: rule(
    'After a function error the event is tried again, first after 60 s, then after 120 s.',
    ['documented'],
    ERRORS,
  ),
  backOff: rule(
    'After a throttle or a system error the event waits 1 s, then twice as long each time, 300 s at most.',
    ['documented', 'recorded'],
    ERRORS,
    { also: 'notebooks' },
  ),
  exponentialWait: rule(
    'After a throttle or a system error the event waits for a time that is drawn, exponential around its mean.',
    ['model choice'],
    'queueing theory',
    { option: 'throttleBackoff' },
  ),
  jitter: rule(
    'Waits vary by a random factor.',
    ['model choice'],
    'recorded gaps lie within 12.5 % (notebooks, captures)',
    {
      option: 'jitter',
    },
  ),
  backPressure: rule(
    'A long queue makes the waits longer. By how much, AWS does not say.',
    ['documented', 'model choice'],
    ERRORS,
    { option: 'backPressure' },
  ),
  lookAhead: rule(
    'An event that would be too old at its next dispatch is dropped at once and does not wait.',
    ['recorded'],
    'validated tests; captures',
  ),
  ageBoundary: rule(
    'An age of exactly the maximum age counts as too old.',
    ['model choice'],
    'a limit of 60 s is recorded to leave no time for a retry after 60 s (validated tests)',
    { option: 'ageLookAheadBoundary' },
  ),
  tooOld: rule('No attempt starts past the maximum age.', ['documented'], ERRORS),
  retriesExhausted: rule('An event that fails with its retries used up is dropped.', ['documented'], ERRORS),
  zeroReserved: rule(
    'With a reserved concurrency of 0 an event is dropped at its dispatch, without an attempt or a throttle.',
    ['recorded'],
    'validated tests; notebooks',
  ),
  zeroReservedLater: rule(
    'A reserved concurrency of 0 that was set meanwhile drops the event at its next decision.',
    ['inferred'],
    'settings are read at each decision (captures)',
  ),
  loopDetection: rule(
    "The event that would be a function's 17th in one chain of invocations is dropped.",
    ['documented', 'recorded'],
    LOOPS,
    { also: 'captures', option: 'recursiveLoop' },
  ),
  silentDrop: rule(
    'An event whose alias was deleted vanishes without a record.',
    ['model choice'],
    'no record was seen within 15 minutes (captures)',
    { option: 'missingTarget' },
  ),
  silentStop: rule('A stopped loop leaves no record.', ['model choice'], 'AWS documents a record', {
    option: 'recursionStop',
  }),
  onSuccess: rule('A success goes to the on-success destination of the qualifier.', ['documented'], RECORDS),
  onFailure: rule('A drop goes to the on-failure destination of the qualifier.', ['documented'], RECORDS),
  deadLetter: rule(
    'A drop goes to the dead-letter queue as well, as the event that it was.',
    ['documented', 'recorded'],
    RECORDS,
    { also: 'captures' },
  ),
  deliveryFailure: rule('A delivery that fails is lost, and counted.', ['documented'], METRICS, {
    option: 'deliveryRetries',
  }),
  discard: rule('A drop that no destination and no dead-letter queue takes is gone.', ['documented'], RECORDS),
} as const satisfies Readonly<Record<string, RuleExplanation>>

export type RuleId = keyof typeof RULES

/** A rule by its id, as what every rule has in common. */
export function explanationOf(id: RuleId): RuleExplanation {
  return RULES[id]
}
