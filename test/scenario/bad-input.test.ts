import { describe, expect, test } from 'vitest'
import { formatSnippet, type ScenarioError } from '../../src/scenario/problem.ts'
import { readScenario } from '../../src/scenario/read.ts'
import { inMemory, saidOf } from './reading.ts'

const FILES = {
  'day.csv': 'function,minute,invocations\nf1,0,3\n',
  'broken.csv': 'function,minute,invocations\nf1,0\nf1,x,1\n',
  'pool.csv': 'p0_ms,p100_ms\n1,2\n',
  'sample.csv': 'handler_ms,cold\n7,0\n9.5,1\nx,1\n',
  'empty.csv': '',
}
const said = (text: string) => saidOf(text, { readFile: inMemory(FILES) })

/** A function `f` with one event and these further fields; a map of functions beside it. */
const f = (fields: string, others = '') => `functions:\n  f: { arrivals: [{ at: [0] }], ${fields} }\n${others}`
const arrivals = (list: string, top = '') => `${top}functions:\n  f: { arrivals: [${list}] }\n`
const expecting = (lines: string) => `functions:\n  f: { arrivals: [{ at: [0] }] }\nexpect: [${lines}]\n`

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q'
const config = (fields: string) => f(`eventInvokeConfig: { ${fields} }`)
const onFailure = (arn: string) => config(`DestinationConfig: { OnFailure: { Destination: "${arn}" } }`)
const onSuccess = (arn: string) => config(`DestinationConfig: { OnSuccess: { Destination: "${arn}" } }`)
const EXAMPLES = '90s, 2m, 6h, 1h30m, 1500ms or PT6H'
const PLACE = 's.yaml:2:52: functions.f.eventInvokeConfig'
const DESTINATION = 's.yaml:2:101: functions.f.eventInvokeConfig.DestinationConfig'

/** A function `f` with one event, and changes. */
const changing = (list: string) => `functions:\n  f: { arrivals: [{ at: [0] }] }\nchanges: [${list}]\n`
/** A function `f` whose dead letters go to `q`, and a target. */
/** One function with one event a moment after the start. */
const provisioning = (fields: string) => `functions:\n  f: { arrivals: [{ at: [0s] }], ${fields} }\n`

const target = (fields: string, arn = TARGET) =>
  `functions:\n  f: { arrivals: [{ at: [0] }], deadLetterConfig: { TargetArn: "${TARGET}" } }\ndestinations: { "${arn}": { ${fields} } }\n`
const TARGET = 'arn:aws:sqs:us-east-1:123456789012:q'
const OTHER = 'arn:aws:sqs:us-east-1:123456789012:other'
const CONSUMER = `s.yaml:3:78: destinations.${TARGET}.queue.consumer`

const TABLE: [what: string, text: string, said: string[]][] = [
  ['an empty file', '', ['s.yaml:1:1: functions: expected at least one function, got none']],
  [
    'a file without functions',
    'name: x\nfunctions: {}\n',
    ['s.yaml:2:12: functions: expected at least one function, got none'],
  ],
  ['a list', '- 1\n', ['s.yaml:1:1: expected a map, got a list']],
  [
    'broken YAML',
    'functions: {\n',
    ['s.yaml:2:1: flow map in block collection must be sufficiently indented and end with a }'],
  ],
  ['a key twice', 'name: a\nname: b\n', ['s.yaml:2:1: map keys must be unique']],
  [
    'an anchor that is not there',
    'functions: *nope\n',
    ['s.yaml:1:12: unresolved alias (the anchor must be set before the alias): nope'],
  ],
  ['an unknown key', f('timout: 3s'), ['s.yaml:2:33: functions.f.timout: unknown key; did you mean "timeout"?']],
  [
    'an unknown key at the top',
    'runLenght: 5m\nfunctions: { f: {} }\n',
    ['s.yaml:1:1: runLenght: unknown key; did you mean "runLength"?'],
  ],
  ['a wrong type', 'name: 3\nfunctions: { f: {} }\n', ['s.yaml:1:7: name: expected a text, got 3: put it in quotes']],
  ['no value', 'seed:\nfunctions: { f: {} }\n', ['s.yaml:1:1: seed: expected a number, got nothing']],
  ['a fraction', 'seed: 1.5\nfunctions: { f: {} }\n', ['s.yaml:1:7: seed: expected a whole number, got 1.5']],
  [
    'an account id without quotes',
    'account: { id: 12345678901 }\nfunctions: { f: {} }\n',
    ['s.yaml:1:16: account.id: expected a text, got 12345678901: put it in quotes'],
  ],
  [
    'an account id too short',
    'account: { id: "1" }\nfunctions: { f: {} }\n',
    ['s.yaml:1:16: account.id: expected 12 digits, in quotes, got "1"'],
  ],
  [
    'a bad instant',
    'start: 2026-02\nfunctions: { f: {} }\n',
    ['s.yaml:1:8: start: expected an instant such as 2026-01-01T00:00:00Z, got "2026-02"'],
  ],
  [
    'an unknown choice',
    'options: { queueing: fif }\nfunctions: { f: {} }\n',
    ['s.yaml:1:22: options.queueing: expected one of backoff, fifo, got "fif"; did you mean "fifo"?'],
  ],
  [
    'a choice that may be a word or more',
    'options: { jitter: recordd }\nfunctions: { f: {} }\n',
    ['s.yaml:1:20: options.jitter: expected none or recorded, or a map, got "recordd"; did you mean "recorded"?'],
  ],
  [
    'half a jitter',
    'options: { jitter: { throttle: [2, 1] } }\nfunctions: { f: {} }\n',
    [
      's.yaml:1:20: options.jitter.functionError: expected a list of two numbers, got nothing',
      's.yaml:1:32: options.jitter.throttle: expected the lowest factor first, got 2 first',
    ],
  ],
  [
    'an idle life that is neither a word, nor a duration, nor a distribution',
    'options: { idleLife: foreve }\nfunctions: { f: {} }\n',
    [
      's.yaml:1:22: options.idleLife: expected forever, or a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H, got "foreve"; did you mean "forever"?',
    ],
  ],
  [
    'half a distribution of idle lives',
    'options: { idleLife: { gamma: { mean: 10m } } }\nfunctions: { f: {} }\n',
    ['s.yaml:1:31: options.idleLife.gamma.cv: expected a number, got nothing'],
  ],
  [
    'a pool of idle lives',
    'options: { idleLife: { pool: pool.csv } }\nfunctions: { f: { arrivals: [{ at: [0] }] } }\n',
    ['s.yaml:1:30: options.idleLife.pool: expected a distribution of another form: a pool is for durations'],
  ],
  [
    'a scaling rate of nothing, and one in no time',
    'options: { scalingRate: { environments: 0, per: 0 } }\nfunctions: { f: {} }\n',
    [
      's.yaml:1:41: options.scalingRate.environments: expected 1 or more, got 0',
      's.yaml:1:49: options.scalingRate.per: expected a duration above 0, got 0',
    ],
  ],
  [
    'half a scaling rate',
    'options: { scalingRate: { environments: 10 } }\nfunctions: { f: {} }\n',
    [
      's.yaml:1:25: options.scalingRate.per: expected a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H, got nothing',
    ],
  ],
  [
    'a scaling rate that is a number',
    'options: { scalingRate: 10 }\nfunctions: { f: {} }\n',
    ['s.yaml:1:25: options.scalingRate: expected off, or a map, got 10'],
  ],
  [
    "a function's name with a space",
    'functions: { "a b": {} }\n',
    [
      's.yaml:1:14: functions."a b": expected a function\'s name of 1 to 64 letters, digits, hyphens and underscores, got "a b"',
    ],
  ],

  [
    'a duration without a unit',
    f('timeout: 30'),
    [
      's.yaml:2:42: functions.f.timeout: expected a duration with its unit, such as 30s or 30ms, got the bare number 30',
    ],
  ],
  [
    'a bad duration',
    f('timeout: soon'),
    [`s.yaml:2:42: functions.f.timeout: expected a duration such as ${EXAMPLES}, got "soon"`],
  ],
  [
    'a timeout too long',
    f('timeout: 901s'),
    ['s.yaml:2:42: functions.f.timeout: expected whole seconds from 1s to 900s, got "901s"'],
  ],
  [
    'a timeout of a fraction',
    f('timeout: 1500ms'),
    ['s.yaml:2:42: functions.f.timeout: expected whole seconds from 1s to 900s, got "1500ms"'],
  ],
  ['too little memory', f('memory: 64'), ['s.yaml:2:41: functions.f.memory: expected 128 or more, got 64']],
  ['too much memory', f('memory: 10241'), ['s.yaml:2:41: functions.f.memory: expected 10240 or less, got 10241']],
  [
    'negative concurrency',
    f('reservedConcurrency: -1'),
    ['s.yaml:2:54: functions.f.reservedConcurrency: expected 0 or more, got -1'],
  ],

  [
    'retries 3',
    config('MaximumRetryAttempts: 3'),
    [
      `s.yaml:2:76: functions.f.eventInvokeConfig.MaximumRetryAttempts: 1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2`,
    ],
  ],
  [
    'age 59',
    config('MaximumEventAgeInSeconds: 59'),
    [
      `s.yaml:2:80: functions.f.eventInvokeConfig.MaximumEventAgeInSeconds: 1 validation error detected: Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60`,
    ],
  ],
  [
    'a config that says nothing',
    config(''),
    [`${PLACE}: You must specify at least one of error handling or destination setting.`],
  ],
  [
    'an S3 bucket on success',
    onSuccess('arn:aws:s3:::bucket'),
    [
      `${DESTINATION}.OnSuccess.Destination: The destination ARN arn:aws:s3:::bucket is invalid. Expected a bucket for OnFailure only.`,
    ],
  ],
  [
    'a FIFO queue',
    onFailure(`${QUEUE}.fifo`),
    [
      `${DESTINATION}.OnFailure.Destination: The destination ARN ${QUEUE}.fifo is invalid. Expected a standard queue or topic, got a FIFO one.`,
    ],
  ],
  [
    'an ARN that is none',
    onFailure('arn:nope'),
    [
      expect.stringMatching(
        /^s\.yaml:2:101: functions\.f\.eventInvokeConfig\.DestinationConfig\.OnFailure\.Destination: 1 validation error detected: Value 'arn:nope' at 'destinationConfig\.onFailure\.destination' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
      ),
    ],
  ],
  [
    'an ARN of an account that is none',
    onFailure('arn:aws:sqs:us-east-1:123:q'),
    [expect.stringContaining('Member must satisfy regular expression pattern')],
  ],
  [
    'a function as its own destination',
    onFailure('arn:aws:lambda:us-east-1:123456789012:function:f'),
    [`${DESTINATION}.OnFailure.Destination: You can't specify the function as a destination for itself.`],
  ],
  [
    'a destination that no function has the name of',
    onFailure('arn:aws:lambda:us-east-1:123456789012:function:g'),
    [
      `${DESTINATION}.OnFailure.Destination: The destination ARN arn:aws:lambda:us-east-1:123456789012:function:g is invalid. The scenario has no function "g"; did you mean "f"?`,
    ],
  ],
  [
    'a destination in another region',
    onFailure('arn:aws:lambda:us-east-2:123456789012:function:f'),
    [
      `${DESTINATION}.OnFailure.Destination: The destination ARN arn:aws:lambda:us-east-2:123456789012:function:f is invalid. The scenario's account is 123456789012 in us-east-1.`,
    ],
  ],
  [
    'a service that takes no records',
    onFailure('arn:aws:iam::123456789012:role/r'),
    [
      `${DESTINATION}.OnFailure.Destination: The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=arn:aws:iam::123456789012:role/r)) is invalid. Expected the whole ARN of a standard queue or topic, function, event bus or (on failure) bucket.`,
    ],
  ],
  [
    'a function as dead-letter target',
    f('deadLetterConfig: { TargetArn: "arn:aws:lambda:us-east-1:123456789012:function:f" }'),
    [
      's.yaml:2:64: functions.f.deadLetterConfig.TargetArn: Invalid dead letter queue ARN: Only Amazon SQS queues and Amazon SNS topics are supported.',
    ],
  ],

  [
    'a distribution of no form',
    f('model: { duration: { lognorml: { p50: 1s, p99: 2s } } }'),
    ['s.yaml:2:54: functions.f.model.duration.lognorml: unknown key; did you mean "lognormal"?'],
  ],
  [
    'a distribution of two forms',
    f('model: { duration: { constant: 1s, pool: pool.csv } }'),
    [
      's.yaml:2:52: functions.f.model.duration: expected recorded, or exactly one of constant, uniform, exponential, lognormal, gamma, weibull, pareto, quantiles, empirical, mixture, shifted, pool, got constant and pool',
    ],
  ],
  [
    'a bad parameter deep inside',
    f('model: { duration: { lognormal: { p50: 1s, p99: 2x } } }'),
    [`s.yaml:2:81: functions.f.model.duration.lognormal.p99: expected a duration such as ${EXAMPLES}, got "2x"`],
  ],
  [
    'one percentile',
    f('model: { duration: { lognormal: { p50: 1s } } }'),
    [
      's.yaml:2:65: functions.f.model.duration.lognormal: expected mean and cv, or two percentiles such as p50 and p99, got 1 of them',
    ],
  ],
  [
    'half a mean and variation',
    f('model: { duration: { lognormal: { mean: 1s } } }'),
    ['s.yaml:2:65: functions.f.model.duration.lognormal.cv: expected a number, got nothing'],
  ],
  [
    'a range the wrong way round',
    f('model: { duration: { uniform: { min: 2s, max: 1s } } }'),
    ['s.yaml:2:63: functions.f.model.duration.uniform: Uniform: maximum: expected the minimum 2s or more, got 1s'],
  ],
  [
    'percentiles the wrong way round',
    f('model: { duration: { lognormal: { p50: 2s, p99: 1500ms } } }'),
    [
      's.yaml:2:65: functions.f.model.duration.lognormal: Lognormal: second percentile: expected the first, 2s, or more, got 1s500ms',
    ],
  ],
  [
    'a mixture without parts',
    f('model: { duration: { mixture: [] } }'),
    ['s.yaml:2:63: functions.f.model.duration.mixture: expected a list of 1 or more, got an empty list'],
  ],
  [
    'a part of a mixture without weight',
    f('model: { duration: { mixture: [{ weight: 0, of: 1s }] } }'),
    ['s.yaml:2:74: functions.f.model.duration.mixture[0].weight: expected more than 0, got 0'],
  ],
  [
    'a mistake in a part of a mixture',
    f('model: { duration: { mixture: [{ weight: 1, of: { shifted: { by: 1, of: 2s } } }] } }'),
    [
      's.yaml:2:98: functions.f.model.duration.mixture[0].of.shifted.by: expected a duration with its unit, such as 1s or 1ms, got the bare number 1',
    ],
  ],
  [
    'a sample from a file that is not there',
    f('model: { duration: { empirical: { file: smple.csv, column: ms } } }'),
    [
      's.yaml:2:73: functions.f.model.duration.empirical.file: expected a readable file, got "smple.csv": there is no such file',
    ],
  ],
  [
    'a sample from an empty file',
    f('model: { duration: { empirical: { file: empty.csv, column: ms } } }'),
    ['empty.csv:1:1: expected a header with the names of the columns, got an empty file'],
  ],
  [
    'a sample from columns that are not in the file',
    f('model: { duration: { empirical: { file: sample.csv, column: handler, where: { color: 1 } } } }'),
    [
      's.yaml:2:93: functions.f.model.duration.empirical.column: expected a column of sample.csv, got "handler"; did you mean "handler_ms"?',
      's.yaml:2:111: functions.f.model.duration.empirical.where.color: expected a column of sample.csv, got "color"; known here: handler_ms, cold',
    ],
  ],
  [
    'a sample without rows',
    f('model: { coldStart: { empirical: { file: sample.csv, column: handler_ms, where: { cold: 2 } } } }'),
    ['s.yaml:2:66: functions.f.model.coldStart.empirical: expected rows in sample.csv with cold = 2, got none'],
  ],
  [
    'a sample with a cell that is no number',
    f('model: { duration: { empirical: { file: sample.csv, column: handler_ms } } }'),
    ['sample.csv:4:1: expected a number of 0 or more, as handler_ms, got "x"'],
  ],
  [
    'a unit that is none of time',
    f('model: { duration: { empirical: { file: sample.csv, column: handler_ms, unit: KB, where: { cold: 0 } } } }'),
    ['s.yaml:2:111: functions.f.model.duration.empirical.unit: expected one of ms, s, m, h, got "KB"'],
  ],
  [
    'a pool in a part of a cold start',
    f('model: { coldStart: { mixture: [{ weight: 1, of: { shifted: { by: 1s, of: { pool: pool.csv } } } }] } }'),
    [
      's.yaml:2:115: functions.f.model.coldStart.mixture[0].of.shifted.of.pool: expected a distribution of another form: a pool is for durations',
    ],
  ],
  [
    'a pool for the cold start',
    f('model: { coldStart: { pool: pool.csv } }'),
    ['s.yaml:2:61: functions.f.model.coldStart.pool: expected a distribution of another form: a pool is for durations'],
  ],
  [
    'a probability above 1',
    f('model: { errors: { probability: 1.01 } }'),
    ['s.yaml:2:65: functions.f.model.errors.probability: expected 1 or less, got 1.01'],
  ],
  [
    'an outage that ends before it starts',
    f('model: { errors: { outages: [{ from: 2h, to: 1h }] } }'),
    ['s.yaml:2:78: functions.f.model.errors.outages[0].to: expected an end after the start at 2h, got 1h'],
  ],
  [
    'an outage with a probability and a duration that are none',
    f('model: { errors: { outages: [{ from: 1h, to: 2h, probability: 2, duration: 1 }] } }'),
    [
      's.yaml:2:95: functions.f.model.errors.outages[0].probability: expected 1 or less, got 2',
      's.yaml:2:108: functions.f.model.errors.outages[0].duration: expected a duration with its unit, such as 1s or 1ms, got the bare number 1',
    ],
  ],
  [
    'a pool for how long an outage takes',
    f('model: { errors: { outages: [{ from: 0, to: 1h, duration: { pool: pool.csv } }] } }'),
    [
      's.yaml:2:99: functions.f.model.errors.outages[0].duration.pool: expected a distribution of another form: a pool is for durations',
    ],
  ],
  [
    'two probabilities of an error',
    f('model: { errors: { probability: 0.1, byAttempt: [1, 0] } }'),
    ['s.yaml:2:70: functions.f.model.errors.byAttempt: expected either probability or byAttempt, got both'],
  ],
  [
    'no probability by attempt',
    f('model: { errors: { byAttempt: [] } }'),
    ['s.yaml:2:63: functions.f.model.errors.byAttempt: expected a list of 1 or more, got an empty list'],
  ],
  [
    'a probability by attempt above 1',
    f('model: { errors: { byAttempt: [0.5, 1.5] } }'),
    ['s.yaml:2:69: functions.f.model.errors.byAttempt[1]: expected 1 or less, got 1.5'],
  ],
  [
    'more than every attempt that fails after its side effect',
    f('model: { errors: { crashAfterEffect: 0.5, timeoutAfterEffect: 0.75 } }'),
    [
      's.yaml:2:95: functions.f.model.errors.timeoutAfterEffect: expected crashAfterEffect and timeoutAfterEffect to add up to 1 or less, got 1.25',
    ],
  ],
  [
    'a size in an unknown unit',
    f('model: { durationPerMB: 1s, payloadSize: 3GB }'),
    ['s.yaml:2:74: functions.f.model.payloadSize: expected a size such as 20000, 20KB or 1MB, got "3GB"'],
  ],
  [
    'a size with a mistake deep inside',
    f('model: { durationPerMB: 1s, payloadSize: { lognormal: { p50: 20KB, p99: -1 } } }'),
    ['s.yaml:2:105: functions.f.model.payloadSize.lognormal.p99: expected a size such as 20000, 20KB or 1MB, got -1'],
  ],
  [
    'a pool of sizes',
    f('model: { durationPerMB: 1s, payloadSize: { pool: pool.csv } }'),
    [
      's.yaml:2:76: functions.f.model.payloadSize.pool: unknown key; known here: constant, uniform, exponential, lognormal, gamma, weibull, pareto, quantiles, empirical, mixture, shifted',
    ],
  ],
  [
    'a size that changes nothing',
    f('model: { payloadSize: 3KB }'),
    [
      's.yaml:2:42: functions.f.model.payloadSize: warning: changes nothing: no time is added for it, see durationPerMB',
    ],
  ],
  [
    'a size that Lambda does not take',
    f('model: { durationPerMB: 1s, payloadSize: 3MB }'),
    [
      "s.yaml:2:61: functions.f.model.payloadSize: warning: every payload has 3145728 bytes, and is cut at Lambda's limit of 1048576",
    ],
  ],
  [
    'a dependency that nobody has the name of',
    f('model: { uses: [databse, { name: cache }] }', 'dependencies: { database: {} }\n'),
    [
      's.yaml:2:49: functions.f.model.uses[0]: expected a dependency of the scenario, got "databse"; did you mean "database"?',
      's.yaml:2:66: functions.f.model.uses[1].name: expected a dependency of the scenario, got "cache"; known here: database',
    ],
  ],
  [
    'a dependency where there is none',
    f('model: { uses: [database] }'),
    ['s.yaml:2:49: functions.f.model.uses[0]: expected a dependency of the scenario, got "database"'],
  ],
  [
    'a dependency twice',
    f('model: { uses: [database, { name: database, share: 0.5 }] }', 'dependencies: { database: {} }\n'),
    ['s.yaml:2:67: functions.f.model.uses[1].name: expected each dependency once, got "database" again'],
  ],
  [
    'a dependency that says nothing of its name, or the wrong thing',
    f('model: { uses: [{ shar: 1 }, 3] }', 'dependencies: { database: {} }\n'),
    [
      's.yaml:2:49: functions.f.model.uses[0].name: expected a text, got nothing',
      's.yaml:2:51: functions.f.model.uses[0].shar: unknown key; did you mean "share"?',
      's.yaml:2:62: functions.f.model.uses[1]: expected a text, got 3: put it in quotes',
    ],
  ],
  [
    'a dependency that nobody uses',
    f('', 'dependencies: { database: {} }\n'),
    ['s.yaml:3:17: dependencies.database: warning: no function uses it'],
  ],
  [
    'a dependency with a space in its name, and a key that is none',
    f('', 'dependencies: { "a b": {}, database: { state: {} } }\n'),
    [
      `s.yaml:3:17: dependencies."a b": expected a dependency's name of 1 to 64 letters, digits, hyphens and underscores, got "a b"`,
      's.yaml:3:40: dependencies.database.state: unknown key; did you mean "states"?',
    ],
  ],
  [
    'states without a length, and with two',
    f('model: { uses: [d] }', 'dependencies: { d: { states: { up: {}, down: { mean: 1s, lasts: 2s } } } }\n'),
    [
      's.yaml:3:36: dependencies.d.states.up: expected exactly one of mean, lasts, got none of them',
      's.yaml:3:46: dependencies.d.states.down: expected exactly one of mean, lasts, got mean and lasts',
    ],
  ],
  [
    'states that are too short to be told apart',
    f('model: { uses: [d] }', 'dependencies: { d: { states: { up: { mean: 0.5ms }, down: { lasts: 0 } } } }\n'),
    [
      's.yaml:3:44: dependencies.d.states.up.mean: expected a mean of 1ms or more, got 0.5ms',
      's.yaml:3:68: dependencies.d.states.down.lasts: expected a mean of 1ms or more, got 0s',
    ],
  ],
  [
    'a pool of lengths of a state',
    f(
      'model: { uses: [d] }',
      'dependencies: { d: { states: { up: { lasts: { pool: pool.csv } }, down: { mean: 1s } } } }\n',
    ),
    [
      's.yaml:3:53: dependencies.d.states.up.lasts.pool: expected a distribution of another form: a pool is for durations',
    ],
  ],
  [
    'harm out of range',
    f('model: { uses: [d] }', 'dependencies: { d: { saturation: { from: -1, full: 1, errors: 2, slowdown: 0 } } }\n'),
    [
      's.yaml:3:42: dependencies.d.saturation.from: expected 0 or more, got -1',
      's.yaml:3:63: dependencies.d.saturation.errors: expected 1 or less, got 2',
      's.yaml:3:76: dependencies.d.saturation.slowdown: expected more than 0, got 0',
    ],
  ],
  [
    'a saturation that is full before it begins',
    f('model: { uses: [d] }', 'dependencies: { d: { saturation: { from: 8, full: 8 } } }\n'),
    ['s.yaml:3:51: dependencies.d.saturation.full: expected more than the 8 of from, got 8'],
  ],
  [
    'an outage of a dependency that ends before it starts',
    f('model: { uses: [d] }', 'dependencies: { d: { outages: [{ from: 2s, to: 1s }] } }\n'),
    ['s.yaml:3:48: dependencies.d.outages[0].to: expected an end after the start at 2s, got 1s'],
  ],
  [
    'an expectation of side effects that nobody counts',
    expecting('f.sideEffects.repeated == 0'),
    [
      's.yaml:3:10: expect[0]: sideEffects.repeated is counted only where a model has crashAfterEffect or timeoutAfterEffect',
    ],
  ],
  [
    'an expectation of synchronous calls that never come',
    expecting('f.synchronous.throttledShare < 0.01'),
    [
      's.yaml:3:10: expect[0]: synchronous.throttledShare is counted only where a source of events has invocation: RequestResponse',
    ],
  ],
  [
    'an exponential wait of no length',
    f('', 'options: { throttleBackoff: { exponential: { mean: 0s } } }\n'),
    ['s.yaml:3:52: options.throttleBackoff.exponential.mean: expected a duration above 0, got 0'],
  ],
  [
    'an unknown type of invocation',
    arrivals('{ at: [0s], invocation: DryRun }'),
    ['s.yaml:2:43: functions.f.arrivals[0].invocation: expected one of Event, RequestResponse, got "DryRun"'],
  ],
  [
    'two payloads',
    f('payload: 1, payloadBytes: 9'),
    ['s.yaml:2:42: functions.f.payload: expected either payload or payloadBytes, got both'],
  ],
  [
    'a payload that is not JSON',
    f('payload: { a: .nan }'),
    ['s.yaml:2:42: functions.f.payload: expected a JSON value as payload, got NaN for "a"'],
  ],
  [
    'a payload too large',
    f(`payload: ${'x'.repeat(1_048_575)}`),
    ['s.yaml:2:42: functions.f.payload: expected a payload of at most 1048576 bytes of JSON, got 1048577'],
  ],

  [
    'arrivals without a form',
    arrivals('{}'),
    [
      's.yaml:2:19: functions.f.arrivals[0]: expected exactly one of poisson, constant, at, perMinute, bursts, batch, recorded, got none of them',
    ],
  ],
  [
    'a negative rate',
    arrivals('{ poisson: { rate: -1/s } }', 'runLength: 1m\n'),
    [
      's.yaml:3:38: functions.f.arrivals[0].poisson.rate: expected a rate such as 50/s, 3/m or 200/h, got "-1/s": a rate is 0 or more',
    ],
  ],
  [
    'arrivals that never end',
    arrivals('{ poisson: { rate: 1/s } }'),
    [
      's.yaml:2:19: functions.f.arrivals[0]: expected a runLength in the scenario, or an `until` here: poisson arrivals never end',
    ],
  ],
  [
    'more events than can be',
    arrivals('{ constant: { rate: 1e9/s } }', 'runLength: 100d\n'),
    ['s.yaml:1:12: runLength: expected at most 2e+9 events, got about 8.6e+15 within 100d'],
  ],
  [
    'a warm-up that leaves nothing to count',
    `warmUp: 60s\n${arrivals('{ at: [0s, 60s] }')}`,
    ['s.yaml:1:9: warmUp: expected a time before the end of the arrivals at 1m, got 1m'],
  ],
  [
    'an event past the run length',
    arrivals('{ at: [1s, 61s] }', 'runLength: 1m\n'),
    ['s.yaml:3:30: functions.f.arrivals[0].at[1]: expected a time up to the run length of 1m, got 1m1s'],
  ],
  [
    'a window that ends before it starts',
    arrivals('{ at: [3s], from: 2s, until: 1s }'),
    ['s.yaml:2:48: functions.f.arrivals[0].until: expected an end after the start at 2s, got 1s'],
  ],
  [
    'a qualifier that is not there',
    'functions:\n  f: { aliases: { live: { functionVersion: $LATEST } }, arrivals: [{ at: [0], qualifier: lve }] }\n',
    [
      's.yaml:2:90: functions.f.arrivals[0].qualifier: expected a version or an alias of "f", got "lve"; did you mean "live"?',
    ],
  ],
  [
    'a file that is not there',
    arrivals('{ perMinute: { file: dy.csv } }'),
    [
      's.yaml:2:40: functions.f.arrivals[0].perMinute.file: expected a readable file, got "dy.csv": there is no such file',
    ],
  ],
  [
    'a function that is not in the file',
    arrivals('{ perMinute: { file: day.csv } }'),
    [
      's.yaml:2:32: functions.f.arrivals[0].perMinute: expected a name in the column function of day.csv, got "f"; did you mean "f1"?',
    ],
  ],
  [
    'a broken row',
    arrivals('{ perMinute: { file: broken.csv, function: f1 } }'),
    [
      'broken.csv:2:1: expected 3 cells (function, minute, invocations), got 2',
      'broken.csv:3:4: expected a whole number, 0 or more, as minute, got "x"',
    ],
  ],
  [
    'a function twice',
    'functions: { f1: {} }\nfunctionsFrom: { perMinute: day.csv }\n',
    ['s.yaml:1:14: functions.f1: expected a name that day.csv does not have'],
  ],

  [
    'versions with a gap',
    f('versions: { "1": {}, "3": {} }'),
    ['s.yaml:2:54: functions.f.versions.3: expected version "2" before "3": versions are numbered without gaps'],
  ],
  [
    'a version that is no number',
    f('versions: { v1: {} }'),
    ['s.yaml:2:45: functions.f.versions.v1: expected the number of a version, such as "1", got "v1"'],
  ],
  [
    'an alias of a version that is not there',
    f('versions: { "1": {} }, aliases: { live: { functionVersion: 2 } }'),
    ['s.yaml:2:92: functions.f.aliases.live.functionVersion: expected a version of "f" ($LATEST, 1), got "2"'],
  ],
  [
    'an alias called like a version',
    f('aliases: { "7": { functionVersion: $LATEST } }'),
    [
      expect.stringMatching(
        /^s\.yaml:2:44: functions\.f\.aliases\.7: 1 validation error detected: Value '7' at 'name' failed to satisfy constraint: /,
      ),
    ],
  ],
  [
    'a weighted alias of $LATEST',
    f('versions: { "1": {} }, aliases: { live: { functionVersion: $LATEST, additionalVersionWeights: { "1": 0.1 } } }'),
    ['s.yaml:2:67: functions.f.aliases.live: $LATEST is not supported for an alias pointing to more than 1 version'],
  ],
  [
    'a weight above 1',
    f(
      'versions: { "1": {}, "2": {} }, aliases: { live: { functionVersion: 1, additionalVersionWeights: { "2": 1.5 } } }',
    ),
    ['s.yaml:2:137: functions.f.aliases.live.additionalVersionWeights.2: expected 1 or less, got 1.5'],
  ],
  [
    'too much reserved',
    f('reservedConcurrency: 1001'),
    [
      "s.yaml:2:54: functions.f.reservedConcurrency: expected an account with at least 1001 concurrent executions: the functions reserve 1001 of the account's 1000",
    ],
  ],
  [
    'nothing left for those that reserve nothing, where events queue',
    `account: { concurrency: 200 }\noptions: { queueing: fifo }\nfunctions:\n  a: { reservedConcurrency: 200, arrivals: [{ at: [0] }] }\n  b: { arrivals: [{ at: [0] }] }\n`,
    [
      "s.yaml:1:12: account.concurrency: warning: the functions reserve 200 of the account's 200; AWS insists on 100 left unreserved, 0 are",
      "s.yaml:1:25: account.concurrency: expected an account with at least 201 concurrent executions: the functions reserve 200 of the account's 200, 'b' reserves none, and under fifo its events would wait for ever",
    ],
  ],
  [
    'a loop that nothing stops',
    `options: { recursiveLoop: Allow }\nfunctions:\n  a: { arrivals: [{ at: [0] }], eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:b" } } } }\n  b: { eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:a" } } } }\n`,
    [
      's.yaml:3:3: functions.a: a → b → a may never end: expected recursiveLoop: Terminate for one of them, got Allow for all',
    ],
  ],
  [
    'a failing destination that is no ARN',
    'functions: { f: { arrivals: [{ at: [0] }] } }\ndestinations: { queue: {} }\n',
    ['s.yaml:2:17: destinations.queue: expected the ARN of a queue, topic, event bus or bucket, got "queue"'],
  ],
  [
    'a destination that fails and is a function',
    'functions:\n  f: { arrivals: [{ at: [0] }] }\ndestinations:\n  "arn:aws:lambda:us-east-1:123456789012:function:f": { errors: { probability: 0.5 } }\n',
    [
      's.yaml:4:3: destinations.arn:aws:lambda:us-east-1:123456789012:function:f: expected the ARN of a queue, topic, event bus or bucket, got "arn:aws:lambda:us-east-1:123456789012:function:f": a function always takes its record',
    ],
  ],

  [
    'an expectation of an unknown function',
    expecting('g.dropped == 0'),
    ['s.yaml:3:10: expect[0]: unknown function "g"; did you mean "f"?'],
  ],
  [
    'an expectation of an unknown metric',
    expecting('f.dropd == 0'),
    ['s.yaml:3:10: expect[0]: unknown metric "dropd"; did you mean "dropped"?'],
  ],
  [
    'a count that is compared with a duration',
    expecting('f.throttles < 5m'),
    ['s.yaml:3:10: expect[0]: throttles is a count: expected a number, got "5m"'],
  ],
  [
    'a change without a time',
    changing('{ functions: { f: { timeout: 5s } } }'),
    [`s.yaml:3:11: changes[0].at: expected a duration such as ${EXAMPLES}, got nothing`],
  ],
  [
    'a change of an unknown function',
    changing('{ at: 1s, functions: { g: { timeout: 5s } } }'),
    ['s.yaml:3:34: changes[0].functions.g: expected a function of the scenario, got "g"; did you mean "f"?'],
  ],
  [
    'a change of a function that was deleted before',
    changing('{ at: 2s, functions: { f: null } }, { at: 1s, functions: { f: null } }'),
    ['s.yaml:3:34: changes[0].functions.f: expected a function of the scenario, got "f"'],
  ],
  [
    'a change with an unknown key',
    changing('{ at: 1s, functions: { f: { arivals: [] } } }'),
    [
      's.yaml:3:39: changes[0].functions.f.arivals: unknown key; known here: timeout, memory, reservedConcurrency, recursiveLoop, eventInvokeConfig, deadLetterConfig, model, versions, aliases',
    ],
  ],
  [
    'a change that says nothing',
    changing('{ at: 1s, functions: { f: {} } }'),
    ['s.yaml:3:11: changes[0]: warning: changes nothing'],
  ],
  [
    'retries 3 in a change',
    changing('{ at: 1s, functions: { f: { eventInvokeConfig: { MaximumRetryAttempts: 3 } } } }'),
    [
      "s.yaml:3:82: changes[0].functions.f.eventInvokeConfig.MaximumRetryAttempts: 1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
    ],
  ],
  [
    'a config deleted where none is stored',
    changing('{ at: 1s, functions: { f: { eventInvokeConfig: null } } }'),
    [
      "s.yaml:3:39: changes[0].functions.f.eventInvokeConfig: The function arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST doesn't have an EventInvokeConfig",
    ],
  ],
  [
    'a destination that is a function deleted before',
    `functions:\n  f: { arrivals: [{ at: [0] }] }\n  g: { arrivals: [{ at: [0] }] }\nchanges:\n  - { at: 1s, functions: { g: null } }\n  - at: 2s\n    functions: { f: { eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:g" } } } } }\n`,
    [
      's.yaml:7:91: changes[1].functions.f.eventInvokeConfig.DestinationConfig.OnFailure.Destination: The destination ARN arn:aws:lambda:us-east-1:123456789012:function:g is invalid. The scenario has no function "g"; did you mean "f"?',
    ],
  ],
  [
    'recorded durations in a change, of arrivals without them',
    changing(
      '{ at: 1s, functions: { f: { model: { duration: recorded }, versions: { "1": { model: { duration: recorded } } } } } }',
    ),
    ['model', 'versions.1.model'].map(
      (path, index) =>
        `s.yaml:3:${[58, 108][index]}: changes[0].functions.f.${path}.duration: expected a distribution, or \`recorded\` arrivals with a column of durations, got recorded without them`,
    ),
  ],
  [
    'a version in a change that is not the next one',
    changing('{ at: 1s, functions: { f: { versions: { "2": {} } } } }'),
    [
      's.yaml:3:51: changes[0].functions.f.versions.2: expected version "1" before "2": versions are numbered without gaps',
    ],
  ],
  [
    'a change of a version that is published',
    changing(
      '{ at: 1s, functions: { f: { versions: { "1": {} } } } }, { at: 2s, functions: { f: { versions: { "1": { timeout: 5s } } } } }',
    ),
    [
      's.yaml:3:115: changes[1].functions.f.versions.1.timeout: expected nothing but an eventInvokeConfig or provisionedConcurrency: version "1" is published, and stays as it is',
    ],
  ],
  [
    'an alias moved to a version that is published later',
    changing(
      '{ at: 1s, functions: { f: { aliases: { live: { functionVersion: 1 } } } } }, { at: 2s, functions: { f: { versions: { "1": {} } } } }',
    ),
    ['s.yaml:3:75: changes[0].functions.f.aliases.live.functionVersion: expected a version of "f" ($LATEST), got "1"'],
  ],
  [
    'a new alias without a version',
    changing('{ at: 1s, functions: { f: { aliases: { live: {} } } } }'),
    ['s.yaml:3:50: changes[0].functions.f.aliases.live: expected the functionVersion of a new alias'],
  ],
  [
    'an alias deleted that is not there',
    changing('{ at: 1s, functions: { f: { aliases: { live: null } } } }'),
    ['s.yaml:3:50: changes[0].functions.f.aliases.live: expected an alias of "f", got "live"'],
  ],
  [
    'an alias that keeps the weight of the version that it moves to',
    `functions:\n  f: { arrivals: [{ at: [0] }], versions: { "1": {}, "2": {} }, aliases: { live: { functionVersion: 1, additionalVersionWeights: { "2": 0.1 } } } }\nchanges: [{ at: 1s, functions: { f: { aliases: { live: { functionVersion: 2 } } } } }]\n`,
    [
      's.yaml:3:50: changes[0].functions.f.aliases.live: Invalid function version 2. Function version 2 is already included in routing configuration.',
    ],
  ],
  [
    'more reserved by a change than there is',
    changing('{ at: 1s, functions: { f: { reservedConcurrency: 1001 } } }'),
    [
      "s.yaml:3:60: changes[0].functions.f.reservedConcurrency: expected an account with at least 1001 concurrent executions: the functions reserve 1001 of the account's 1000",
    ],
  ],
  [
    'an account that a change makes too small',
    f('reservedConcurrency: 50', 'changes: [{ at: 1s, account: { concurrency: 49 } }]\n'),
    [
      "s.yaml:3:45: changes[0].account.concurrency: expected an account with at least 50 concurrent executions: the functions reserve 50 of the account's 49",
    ],
  ],
  [
    'a loop that a change makes',
    `options: { recursiveLoop: Allow }\nfunctions:\n  a: { arrivals: [{ at: [0] }], eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:b" } } } }\n  b: {}\nchanges:\n  - at: 1s\n    functions:\n      b: { eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:a" } } } }\n`,
    [
      's.yaml:8:7: changes[0].functions.b: a → b → a may never end: expected recursiveLoop: Terminate for one of them, got Allow for all',
    ],
  ],
  [
    'a dead-letter target in a change that is none',
    changing('{ at: 1s, functions: { f: { deadLetterConfig: { TargetArn: "arn:aws:s3:::b" } } } }'),
    [
      's.yaml:3:70: changes[0].functions.f.deadLetterConfig.TargetArn: Invalid dead letter queue ARN: Only Amazon SQS queues and Amazon SNS topics are supported.',
    ],
  ],
  [
    'a change of a target that is no ARN',
    changing('{ at: 1s, destinations: { queue: { down: true } } }'),
    [
      's.yaml:3:37: changes[0].destinations.queue: expected the ARN of a queue, topic, event bus or bucket, got "queue"',
    ],
  ],

  [
    'a target that nothing is sent to',
    target('down: true', OTHER),
    [`s.yaml:3:17: destinations.${OTHER}: warning: nothing is ever sent here: no function names it`],
  ],
  [
    'a queue behind a bucket',
    target('queue: {}', 'arn:aws:s3:::bucket'),
    [
      's.yaml:3:49: destinations.arn:aws:s3:::bucket.queue: expected a queue behind a queue, topic or event bus: in a bucket nothing waits',
    ],
  ],
  [
    'a consumer of two forms',
    target('queue: { consumer: { rate: 1/s, duration: 1s } }'),
    [`${CONSUMER}: expected none, or exactly one of rate, duration, got rate and duration`],
  ],
  [
    'a consumer that is a word',
    target('queue: { consumer: non }'),
    [`${CONSUMER}: expected none, or a map, got "non"; did you mean "none"?`],
  ],
  [
    'workers without a duration',
    target('queue: { consumer: { rate: 1/s, concurrency: 2 } }'),
    [
      expect.stringMatching(
        /queue\.consumer\.concurrency: expected a concurrency only with a duration: a rate says all$/,
      ),
    ],
  ],
  [
    'a consumer that takes nothing',
    target('queue: { consumer: { rate: 0/s } }'),
    [expect.stringMatching(/queue\.consumer\.rate: expected a rate above 0, got 0$/)],
  ],
  [
    'a consumer that stops before it starts',
    target('queue: { consumer: { rate: 1/s, from: 2h, until: 1h } }'),
    [expect.stringMatching(/queue\.consumer\.until: expected an end after the start at 2h, got 1h$/)],
  ],
  [
    'a retention too long',
    target('queue: { retention: 15d }'),
    [expect.stringMatching(/queue\.retention: expected whole seconds from 60s to 14d, got "15d"$/)],
  ],
  [
    'a redrive without a queue',
    target('redrive: [{ at: 1h }]'),
    [expect.stringMatching(/redrive: expected a queue beside it, such as queue: \{\}: without one nothing waits$/)],
  ],
  [
    'a redrive to an unknown function',
    target('queue: {}, redrive: [{ at: 1h, to: g }]'),
    [expect.stringMatching(/redrive\[0\]\.to: expected a function of the scenario, got "g"; did you mean "f"\?$/)],
  ],
  [
    'a redrive to an unknown alias',
    target('queue: {}, redrive: [{ at: 1h, to: "f:live" }]'),
    [
      expect.stringMatching(
        /redrive\[0\]\.to: expected a version or an alias of "f", got "live"; known here: \$LATEST$/,
      ),
    ],
  ],
  [
    'an expectation of a queue that is not simulated',
    `${target('errors: {}')}expect: [q.depth.max < 5]\n`,
    ['s.yaml:4:10: expect[0]: unknown metric "depth.max"; known are received, failed'],
  ],
  [
    'an expectation of an unknown target',
    `${target('queue: {}')}expect: [qq.depth.max < 5]\n`,
    ['s.yaml:4:10: expect[0]: unknown function or target "qq"; did you mean "q"?'],
  ],
  [
    'provisioned concurrency above the reserved',
    provisioning('reservedConcurrency: 2, versions: { "1": { provisionedConcurrency: 3 } }'),
    [
      's.yaml:2:101: functions.f.versions.1.provisionedConcurrency: Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    ],
  ],
  [
    'provisioned concurrency of an alias of $LATEST',
    provisioning('aliases: { live: { functionVersion: $LATEST, provisionedConcurrency: 1 } }'),
    [
      's.yaml:2:103: functions.f.aliases.live.provisionedConcurrency: Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    ],
  ],
  [
    'provisioned concurrency of an alias and of its version',
    provisioning(
      'versions: { "1": { provisionedConcurrency: 1 } }, aliases: { live: { functionVersion: "1", provisionedConcurrency: 1 } }',
    ),
    [
      expect.stringMatching(
        /functions\.f\.aliases\.live\.provisionedConcurrency: Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version$/,
      ),
    ],
  ],
  [
    'provisioned concurrency above what the account has',
    provisioning('versions: { "1": { provisionedConcurrency: 1001 } }'),
    [
      "s.yaml:2:77: functions.f.versions.1.provisionedConcurrency: Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000].",
    ],
  ],
  [
    'no provisioned concurrency at the start',
    provisioning('versions: { "1": { provisionedConcurrency: 0 } }'),
    ['s.yaml:2:77: functions.f.versions.1.provisionedConcurrency: expected 1 or more, got 0'],
  ],
  [
    'a change that reserves less than is provisioned',
    `${provisioning('versions: { "1": { provisionedConcurrency: 2 } }')}changes: [{ at: 1s, functions: { f: { reservedConcurrency: 1 } } }]\n`,
    [
      expect.stringMatching(
        /changes\[0\]\.functions\.f\.reservedConcurrency: {2}ReservedConcurrentExecutions {2}1 should not be lower than function's total provisioned concurrency \[2\]\.$/,
      ),
    ],
  ],
  [
    'a change that provisions an alias of two versions',
    `${provisioning('versions: { "1": {}, "2": {} }, aliases: { live: { functionVersion: "1", additionalVersionWeights: { "2": 0.5 } } }')}changes: [{ at: 1s, functions: { f: { aliases: { live: { provisionedConcurrency: 1 } } } } }]\n`,
    [
      expect.stringMatching(
        /changes\[0\]\.functions\.f\.aliases\.live\.provisionedConcurrency: Invalid alias configuration for Provisioned Concurrency$/,
      ),
    ],
  ],
  [
    'an expectation of provisioned concurrency that is not there',
    expecting('f.provisioned.spillover == 0'),
    ['s.yaml:3:10: expect[0]: provisioned.spillover is counted only of a function that has provisionedConcurrency'],
  ],
]

describe('bad input is named with its place, what was expected and what came', () => {
  test.each(TABLE)('%s', async (_what, text, problems) => {
    expect(await said(text)).toEqual(problems)
  })

  test('all problems at once, those of meaning beside those of form, in the order of the file', async () => {
    const text = `
seed: x
functions:
  f:
    memry: 1
    arrivals: [{ at: [0] }, { at: [5] }, {}]
    eventInvokeConfig: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 59 }
  g:
    timeout: 5
    deadLetterConfig: { TargetArn: nope }
expect: [f.nope == 1]
`
    expect((await said(text)).map((line) => line.split(': ', 2).join(' '))).toEqual([
      's.yaml:2:7 seed',
      's.yaml:5:5 functions.f.memry',
      's.yaml:6:36 functions.f.arrivals[1].at[0]',
      's.yaml:6:42 functions.f.arrivals[2]',
      's.yaml:7:48 functions.f.eventInvokeConfig.MaximumRetryAttempts',
      's.yaml:7:77 functions.f.eventInvokeConfig.MaximumEventAgeInSeconds',
      's.yaml:9:14 functions.g.timeout',
      's.yaml:10:36 functions.g.deadLetterConfig.TargetArn',
      's.yaml:11:10 expect[0]',
    ])
  })

  test('a mistake in a function does not make those who name it wrong', async () => {
    const text = `
functions:
  f:
    arrivals: [{ at: [0], qualifier: live }]
    aliases: { live: { functionVersion: x } }
    eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:g:1" } } }
  g: { versions: { "1": { timeout: x } } }
expect: [g.dropped == 0]
`
    expect((await said(text)).map((line) => line.split(': ', 2)[1])).toEqual([
      'functions.f.aliases.live.functionVersion',
      'functions.g.versions.1.timeout',
    ])
  })

  test('a file that cannot be read does not make the functions in it unknown', async () => {
    const text = 'functionsFrom: { perMinute: nope.csv }\nexpect: [f1.dropped == 0]\n'
    expect(await said(text)).toEqual([
      's.yaml:1:29: functionsFrom.perMinute: expected a readable file, got "nope.csv": there is no such file',
    ])
  })

  test('names in a file that no function can have are counted', async () => {
    const readFile = inMemory({ 'day.csv': 'function,minute,invocations\na.b,0,1\nok,0,1\nc d,0,1\n' })
    expect(await saidOf('functionsFrom: { perMinute: day.csv }\n', { readFile })).toEqual([
      's.yaml:1:29: functionsFrom.perMinute: expected function\'s names of 1 to 64 letters, digits, hyphens and underscores in day.csv, got "a.b" and 1 more',
    ])
  })

  test('a value set from outside is named as such', async () => {
    const text = f('timeout: 3s')
    expect(await saidOf(text, { set: ['functions.f.timeout=5', 'functions.f.memory=1', 'nonsense'] })).toEqual([
      '--set: expected PATH=VALUE, such as functions.checkout.timeout=5s, got "nonsense"',
      '--set: functions.f.timeout: expected a duration with its unit, such as 5s or 5ms, got the bare number 5',
      '--set: functions.f.memory: expected 128 or more, got 1',
    ])
  })

  test('a mistake behind an anchor is named where it stands', async () => {
    const text = `
functions:
  a: &base { arrivals: [{ at: [0] }], memory: 1 }
  b: *base
  c: { <<: *base, timeout: 5s }
`
    expect(await said(text)).toEqual([
      's.yaml:3:47: functions.a.memory: expected 128 or more, got 1',
      's.yaml:3:47: functions.b.memory: expected 128 or more, got 1',
      's.yaml:3:47: functions.c.memory: expected 128 or more, got 1',
    ])
  })

  test('files are named from where the scenario is named', async () => {
    const text = arrivals('{ perMinute: { file: broken.csv, function: f1 } }')
    const [first] = await saidOf(text, { file: 'some/where/s.yaml', readFile: inMemory(FILES) })
    expect(first).toMatch(/^some\/where\/broken\.csv:2:1: /)
  })

  test('of a file with countless problems the first twenty are listed', async () => {
    const rows = Array.from({ length: 1_000 }, () => 'f1,x,1').join('\n')
    const readFile = inMemory({ 'day.csv': `function,minute,invocations\n${rows}\n` })
    const lines = await saidOf(arrivals('{ perMinute: { file: day.csv } }'), { readFile })
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('day.csv: 980 more problems in this file')
  })
})

describe('the snippet of a problem', () => {
  const snippetOf = async (text: string) => {
    const error: ScenarioError = await readScenario(text, 's.yaml').catch((caught) => caught)
    return formatSnippet(error.problems[0]!)
  }

  test('is the line with a caret under the place', async () => {
    expect(await snippetOf(f('timeout: 5'))).toBe(`  f: { arrivals: [{ at: [0] }], timeout: 5 }\n${' '.repeat(41)}^`)
  })

  test('is the part of a long line around the place', async () => {
    const snippet = await snippetOf(`functions: { f: { payload: ${'x'.repeat(500)}, timeout: 5 } }`)
    expect(snippet!.split('\n')[0]!.slice(snippet!.split('\n')[1]!.indexOf('^'))).toBe('5 } }')
    expect(snippet!.split('\n')[0]!.length).toBeLessThanOrEqual(100)
  })
})
