import { describe, expect, test } from 'vitest'
import { inMemory, saidOf } from './reading.ts'

const FILES = {
  'day.csv': 'function,minute,invocations\nf1,0,3\n',
  'big.csv': 'function,minute,invocations\nf,0,16000000\n',
  'rows.csv': 'start_s,ms,bad\n1,10,0\n2,x,256\n-1,5,0.5\n',
  'good.csv': 'start_s,ms,bad\n1,10,0\n5,10,0\n',
}

/** A function with these arrivals, in a run of a minute; without a run length; and one with these fields. */
const within = (list: string) => `runLength: 1m\n${open(list)}`
const open = (list: string) => `functions:\n  f: { arrivals: [${list}] }\n`
const model = (fields: string) => `functions:\n  f: { ${fields}, arrivals: [{ at: [0] }] }\n`

const TABLE: [what: string, text: string, said: string[]][] = [
  [
    'recorded misspelt as a duration',
    model('model: { duration: recordd }'),
    [
      's.yaml:2:27: functions.f.model.duration: expected recorded, or a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H, got "recordd"; did you mean "recorded"?',
    ],
  ],
  [
    'a rate that is a list',
    within('{ poisson: { rate: [1/s] } }'),
    ['s.yaml:3:38: functions.f.arrivals[0].poisson.rate: expected a rate such as 50/s, 3/m or 200/h, got a list'],
  ],
  [
    'a rate without a form',
    within('{ poisson: { rate: {} } }'),
    [
      's.yaml:3:38: functions.f.arrivals[0].poisson.rate: expected exactly one of steps, linear, daily, weekly, got none of them',
    ],
  ],
  [
    'a rate of two forms',
    within('{ poisson: { rate: { steps: { 0s: 1/s }, linear: { 0s: 1/s } } } }'),
    [
      's.yaml:3:38: functions.f.arrivals[0].poisson.rate: expected exactly one of steps, linear, daily, weekly, got steps and linear',
    ],
  ],
  [
    'a profile without a time',
    within('{ poisson: { rate: { steps: {} } } }'),
    ['s.yaml:3:47: functions.f.arrivals[0].poisson.rate.steps: expected a rate for at least one time, got none'],
  ],
  [
    'a time that is none',
    within('{ poisson: { rate: { steps: { soon: 1/s } } } }'),
    ['s.yaml:3:49: functions.f.arrivals[0].poisson.rate.steps.soon: expected a time such as 0s, 90s or 6h, got "soon"'],
  ],
  [
    'a rate without its unit',
    within('{ poisson: { rate: { steps: { 0s: 1 } } } }'),
    [
      's.yaml:3:53: functions.f.arrivals[0].poisson.rate.steps.0s: expected a rate such as 50/s, 3/m or 200/h, got 1: its unit is missing, such as 1/s',
    ],
  ],
  [
    'a profile that does not begin at 0',
    within('{ poisson: { rate: { linear: { 1m: 1/s } } } }'),
    ['s.yaml:3:48: functions.f.arrivals[0].poisson.rate.linear: expected 0s as the first time, got 1m'],
  ],
  [
    'a time twice',
    within('{ poisson: { rate: { steps: { 0s: 1/s, 60s: 2/s, 1m: 3/s } } } }'),
    ['s.yaml:3:47: functions.f.arrivals[0].poisson.rate.steps: expected each time once, got that of 1m twice'],
  ],
  [
    'steps that begin again too early',
    within('{ poisson: { rate: { steps: { 0s: 1/s, 1m: 2/s }, every: 1m } } }'),
    ['s.yaml:3:76: functions.f.arrivals[0].poisson.rate.every: expected more than the last time, 1m, got 1m'],
  ],
  [
    'straight lines that begin again too early',
    within('{ poisson: { rate: { linear: { 0s: 1/s, 1m: 2/s }, every: 59s } } }'),
    ['s.yaml:3:77: functions.f.arrivals[0].poisson.rate.every: expected at least the last time, 1m, got 59s'],
  ],
  [
    'a profile that lasts no time',
    within('{ poisson: { rate: { linear: { 0s: 1/s }, every: 0 } } }'),
    ['s.yaml:3:68: functions.f.arrivals[0].poisson.rate.every: expected more than the last time, 0s, got 0s'],
  ],
  [
    'a day that is to begin again',
    within('{ poisson: { rate: { daily: { "00:00": 1/s }, every: 1d } } }'),
    [
      's.yaml:3:72: functions.f.arrivals[0].poisson.rate.every: expected this beside steps or linear only, got it beside daily',
    ],
  ],
  [
    'a zone beside times of the run',
    within('{ poisson: { rate: { steps: { 0s: 1/s }, interpolate: linear, timezone: UTC } } }'),
    [
      's.yaml:3:73: functions.f.arrivals[0].poisson.rate.interpolate: expected this beside daily or weekly only, got it beside steps',
      's.yaml:3:91: functions.f.arrivals[0].poisson.rate.timezone: expected this beside daily or weekly only, got it beside steps',
    ],
  ],
  [
    'a time of day that is none',
    within('{ poisson: { rate: { daily: { "24:00": 1/s } } } }'),
    [
      's.yaml:3:49: functions.f.arrivals[0].poisson.rate.daily.24:00: expected a time of day such as 09:00, in quotes, got "24:00"',
    ],
  ],
  [
    'a time of the week that is none',
    within('{ poisson: { rate: { weekly: { "monday 09:00": 1/s } } } }'),
    [
      's.yaml:3:50: functions.f.arrivals[0].poisson.rate.weekly."monday 09:00": expected a day of the week, or a span of them, and a time, such as mon 09:00 or mon-fri 09:00, got "monday 09:00"',
    ],
  ],
  [
    'a time of the week twice',
    within('{ poisson: { rate: { weekly: { "mon-fri 09:00": 1/s, "wed 09:00": 2/s } } } }'),
    ['s.yaml:3:48: functions.f.arrivals[0].poisson.rate.weekly: expected each time once, got that of wed 09:00 twice'],
  ],
  [
    'an unknown way between two rates',
    within('{ poisson: { rate: { daily: { "09:00": 1/s }, interpolate: lineer } } }'),
    [
      's.yaml:3:78: functions.f.arrivals[0].poisson.rate.interpolate: expected one of steps, linear, got "lineer"; did you mean "linear"?',
    ],
  ],
  [
    'an unknown time zone',
    within('{ poisson: { rate: { daily: { "09:00": 1/s }, timezone: Europe/Berln } } }'),
    [
      's.yaml:3:75: functions.f.arrivals[0].poisson.rate.timezone: expected a time zone such as Europe/Berlin, got "Europe/Berln"',
    ],
  ],
  [
    'an unknown form of a rate',
    within('{ poisson: { rate: { dayly: { "09:00": 1/s } } } }'),
    ['s.yaml:3:40: functions.f.arrivals[0].poisson.rate.dayly: unknown key; did you mean "daily"?'],
  ],
  [
    'a single state',
    within('{ bursts: { states: [{ rate: 1/s, mean: 1s }] } }'),
    ['s.yaml:3:39: functions.f.arrivals[0].bursts.states: expected two states or more, got one'],
  ],
  [
    'a state that lasts no time',
    within('{ bursts: { states: [{ rate: 1/s, mean: 0 }, { rate: 1/s, mean: 1s }] } }'),
    ['s.yaml:3:59: functions.f.arrivals[0].bursts.states[0].mean: expected a duration above 0, got 0s'],
  ],
  [
    'probabilities that do not sum up',
    within('{ bursts: { states: [{ rate: 1/s, mean: 1s, next: [0.5, 0.4] }, { rate: 1/s, mean: 1s, next: [1] }] } }'),
    [
      's.yaml:3:69: functions.f.arrivals[0].bursts.states[0].next: expected probabilities that sum up to 1, got 0.9',
      's.yaml:3:112: functions.f.arrivals[0].bursts.states[1].next: expected one probability for each of the 2 states, got 1',
    ],
  ],
  [
    'a state that never comes again',
    within('{ bursts: { states: [{ rate: 1/s, mean: 1s, next: [1, 0] }, { rate: 1/s, mean: 1s }] } }'),
    [
      's.yaml:3:39: functions.f.arrivals[0].bursts.states: expected that every state can come again after every other, got some that cannot',
    ],
  ],
  [
    'a batch without a time',
    within('{ batch: { size: 5 } }'),
    ['s.yaml:3:28: functions.f.arrivals[0].batch: expected exactly one of at, every, got none of them'],
  ],
  [
    'an empty batch',
    within('{ batch: { size: 0, at: [0] } }'),
    ['s.yaml:3:36: functions.f.arrivals[0].batch.size: expected a whole number of 1 or more, got 0'],
  ],
  [
    'a batch of a fraction, all the time',
    within('{ batch: { size: 1.5, every: 0 } }'),
    [
      's.yaml:3:36: functions.f.arrivals[0].batch.size: expected a whole number of 1 or more, got 1.5',
      's.yaml:3:48: functions.f.arrivals[0].batch.every: expected a duration above 0, got 0s',
    ],
  ],
  [
    'a batch that is spread beyond the next',
    within('{ batch: { size: 5, at: [0, 10s, 15s], over: 6s } }'),
    [
      's.yaml:3:64: functions.f.arrivals[0].batch.over: expected at most the time from one batch to the next, 5s, got 6s',
    ],
  ],
  [
    'a batch past the run length',
    within('{ batch: { size: 5, at: [0, 61s] } }'),
    ['s.yaml:3:47: functions.f.arrivals[0].batch.at[1]: expected a time up to the run length of 1m, got 1m1s'],
  ],
  [
    'batches that never end',
    open('{ batch: { size: 5, every: 1s } }'),
    [
      's.yaml:2:19: functions.f.arrivals[0]: expected a runLength in the scenario, or an `until` here: batch arrivals never end',
    ],
  ],
  [
    'bursts that never end',
    open('{ bursts: { states: [{ rate: 1/s, mean: 1s }, { rate: 1/s, mean: 1s }] } }'),
    [
      's.yaml:2:19: functions.f.arrivals[0]: expected a runLength in the scenario, or an `until` here: bursts arrivals never end',
    ],
  ],
  [
    'a rate that never ends',
    open('{ poisson: { rate: { steps: { 0s: 1/s } } } }'),
    [
      's.yaml:2:19: functions.f.arrivals[0]: expected a runLength in the scenario, or an `until` here: poisson arrivals never end',
    ],
  ],
  [
    'a size with its ends swapped',
    within('{ batch: { size: { uniform: { min: 5, max: 1 } }, every: 1s } }'),
    [
      's.yaml:3:47: functions.f.arrivals[0].batch.size.uniform: Uniform: maximum: expected the minimum 5 or more, got 1',
    ],
  ],
  [
    'a size that is a duration',
    within('{ batch: { size: { exponential: { mean: 5s } }, every: 1s } }'),
    ['s.yaml:3:59: functions.f.arrivals[0].batch.size.exponential.mean: expected a number, got "5s"'],
  ],
  [
    'a recording without times',
    within('{ recorded: { file: good.csv, columns: {} } }'),
    ['s.yaml:3:58: functions.f.arrivals[0].recorded.columns.time: expected a text, got nothing'],
  ],
  [
    'columns that are not there',
    within('{ recorded: { file: good.csv, columns: { time: start, duration: ms }, where: { colt: 1 } } }'),
    [
      's.yaml:3:66: functions.f.arrivals[0].recorded.columns.time: expected a column of good.csv, got "start"; did you mean "start_s"?',
      's.yaml:3:98: functions.f.arrivals[0].recorded.where.colt: expected a column of good.csv, got "colt"; known here: start_s, ms, bad',
    ],
  ],
  [
    'rows that say nothing',
    within('{ recorded: { file: rows.csv, columns: { time: start_s, duration: ms, failures: bad } } }'),
    [
      'rows.csv:3:3: expected a number of 0 or more, as ms, got "x"',
      'rows.csv:3:5: expected a whole number from 0 to 255 as bad, got "256"',
      'rows.csv:4:1: expected a number of 0 or more, as start_s, got "-1"',
      'rows.csv:4:6: expected a whole number from 0 to 255 as bad, got "0.5"',
    ],
  ],
  [
    'rows that are not there',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, where: { bad: 1, ms: x } } }'),
    ['s.yaml:3:31: functions.f.arrivals[0].recorded: expected rows in good.csv with bad = 1 and ms = x, got none'],
  ],
  [
    'a stretch and a repeat of 0',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, scale: 1001, stretch: 0, repeat: 0 } }'),
    [
      's.yaml:3:99: functions.f.arrivals[0].recorded.stretch: expected more than 0, got 0',
      's.yaml:3:110: functions.f.arrivals[0].recorded.repeat: expected 1 or more, got 0',
    ],
  ],
  [
    'a scale too large',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, scale: 1001 } }'),
    ['s.yaml:3:84: functions.f.arrivals[0].recorded.scale: expected 1000 or less, got 1001'],
  ],
  [
    'a repeat too early',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, repeat: 2, every: 8s } }'),
    ["s.yaml:3:95: functions.f.arrivals[0].recorded.every: expected at least the trace's length, 9s, got 8s"],
  ],
  [
    'a time to repeat without a repeat',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, every: 9s } }'),
    [
      's.yaml:3:84: functions.f.arrivals[0].recorded.every: expected this beside a repeat of 2 or more, got it beside 1',
    ],
  ],
  [
    'a recording without end',
    open('{ recorded: { file: good.csv, columns: { time: start_s }, repeat: forever } }'),
    [
      's.yaml:2:19: functions.f.arrivals[0]: expected a runLength in the scenario, or an `until` here: recorded arrivals never end',
    ],
  ],
  [
    'a misspelt repeat',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, repeat: forevr } }'),
    [
      's.yaml:3:85: functions.f.arrivals[0].recorded.repeat: expected forever, or a number, got "forevr"; did you mean "forever"?',
    ],
  ],
  [
    'half a repeat',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, repeat: 1.5 } }'),
    ['s.yaml:3:85: functions.f.arrivals[0].recorded.repeat: expected forever, or a whole number, got 1.5'],
  ],
  [
    'unknown units',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, timeUnit: sec, durationUnit: us } }'),
    [
      's.yaml:3:87: functions.f.arrivals[0].recorded.timeUnit: expected one of s, ms, got "sec"',
      's.yaml:3:106: functions.f.arrivals[0].recorded.durationUnit: expected one of s, ms, got "us"; did you mean "s"?',
    ],
  ],
  [
    'a minute of too many events',
    within('{ perMinute: { file: big.csv, scale: 2 } }'),
    [
      's.yaml:3:56: functions.f.arrivals[0].perMinute.scale: expected a scale under which no minute has more than 16777216 events, got 32000000 of them with 2',
    ],
  ],
  [
    'recorded durations without a recording',
    model('model: { duration: recorded }, versions: { "1": { model: { duration: recorded } } }'),
    [
      's.yaml:2:27: functions.f.model.duration: expected a distribution, or `recorded` arrivals with a column of durations, got recorded without them',
      's.yaml:2:77: functions.f.versions.1.model.duration: expected a distribution, or `recorded` arrivals with a column of durations, got recorded without them',
    ],
  ],
  [
    'a fallback beside another duration',
    model('model: { duration: 5s, otherwise: 1s }'),
    [
      's.yaml:2:17: functions.f.model.duration: warning: every attempt takes 5s, and fails at the timeout of 3s',
      's.yaml:2:42: functions.f.model.otherwise: expected this beside duration: recorded only, got it beside another duration',
    ],
  ],
  [
    'a fallback alone',
    model('model: { otherwise: 1s }'),
    [
      's.yaml:2:28: functions.f.model.otherwise: expected this beside duration: recorded only, got it without a duration',
    ],
  ],
  [
    'recorded durations of functions from a file',
    'functionsFrom: { perMinute: { file: day.csv, scale: 2 }, model: { duration: recorded } }\n',
    ['s.yaml:1:77: functionsFrom.model.duration: expected a distribution: counts have no durations, got recorded'],
  ],
  [
    'a file of all functions that is not there',
    'functionsFrom: { perMinute: { file: dy.csv } }\n',
    ['s.yaml:1:37: functionsFrom.perMinute.file: expected a readable file, got "dy.csv": there is no such file'],
  ],
  [
    'a recording that is cut',
    within('{ recorded: { file: good.csv, columns: { time: start_s }, repeat: 20 } }'),
    ['s.yaml:3:19: functions.f.arrivals[0]: warning: the trace goes on after the run length of 1m and is cut there'],
  ],
  [
    'more events than can be, by scale',
    within('{ perMinute: { file: big.csv, repeat: 120, scale: 1.048 } }').replace('1m', '2h'),
    ['s.yaml:1:12: runLength: expected at most 2e+9 events, got about 2.0e+9 within 2h'],
  ],
  [
    'more events than can be, by repetition',
    within('{ perMinute: { file: big.csv, repeat: forever } }').replace('1m', '200m'),
    ['s.yaml:1:12: runLength: expected at most 2e+9 events, got about 3.2e+9 within 3h20m'],
  ],
  [
    'more events than can be, by a rate of some hours of each day',
    within('{ poisson: { rate: { daily: { "00:00": 0/s, "12:00": 1e6/s } } } }').replace('1m', '2d'),
    ['s.yaml:1:12: runLength: expected at most 2e+9 events, got about 8.6e+10 within 2d'],
  ],
  [
    'more events than can be, on a ramp',
    within('{ poisson: { rate: { linear: { 0s: 0/s, 1h: 2e6/s } } }, from: 30m, until: 1h }').replace('1m', '2h'),
    ['s.yaml:1:12: runLength: expected at most 2e+9 events, got about 2.7e+9 within 2h'],
  ],
  [
    'more events than can be, in batches',
    within('{ batch: { size: { pareto: { minimum: 1, shape: 1 } }, every: 1m } }'),
    ['s.yaml:1:12: runLength: expected at most 2e+9 events, got about Infinity within 1m'],
  ],
  [
    'more events than can be, in bursts',
    within('{ bursts: { states: [{ rate: 1e9/s, mean: 1s }, { rate: 0/s, mean: 9s }] } }'),
    ['s.yaml:1:12: runLength: expected at most 2e+9 events, got about 6.0e+9 within 1m'],
  ],
]

describe('bad arrivals are named with their place, what was expected and what came', () => {
  test.each(TABLE)('%s', async (_what, text, problems) => {
    expect(await saidOf(text, { readFile: inMemory(FILES) })).toEqual(problems)
  })
})
