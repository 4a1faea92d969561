import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CommandContext,
  type CommandedSettings,
  commandsOf,
  readCommands,
} from '../../../src/playground/controls/command/aws-command.ts'
import { placedText } from '../../../src/playground/controls/command/text-place.ts'
import { type EventInvokeConfig, putConfig } from '../../../src/rules/event-invoke-config.ts'

const SEED = 21
const PLACE = { region: 'us-east-1', account: '123456789012' }
const NONE: CommandedSettings = { config: null, concurrency: null }
const CONTEXT: CommandContext = {
  place: PLACE,
  functions: { charge: NONE, mail: { config: { MaximumRetryAttempts: 1 }, concurrency: 5 } },
}
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:failed'

const arn = fc.oneof(
  fc.constant(QUEUE),
  // Whatever a resource may be called: quotes, spaces, braces and commas too.
  fc
    .string({ minLength: 1, maxLength: 20 })
    .filter((name) => !/[\n\r\u2028\u2029]/.test(name))
    .map((name) => `arn:aws:sns:us-east-1:123456789012:${name}`),
)
const side = fc.record({ Destination: arn })
const config: fc.Arbitrary<EventInvokeConfig> = fc.record(
  {
    MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
    MaximumEventAgeInSeconds: fc.integer({ min: 60, max: 21_600 }),
    DestinationConfig: fc.record({ OnSuccess: side, OnFailure: side }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)

/** The config that a put of these options makes. */
function configOf(options: string): unknown {
  const { turns, problems } = read(`aws lambda put-function-event-invoke-config --function-name charge ${options}`)
  expect(problems).toEqual([])
  return turns[0]!.value
}

function read(text: string) {
  const { turns, problems } = readCommands(text, CONTEXT)
  return { turns, problems: problems.map(placedText) }
}

describe('commands of the AWS CLI', () => {
  it(`say what they were made of (seed ${SEED})`, () => {
    const concurrency = fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: null })
    fc.assert(
      fc.property(
        fc.option(config, { nil: null }),
        concurrency,
        fc.constantFrom('charge', 'mail'),
        (made, most, name) => {
          const { turns, problems } = read(commandsOf(name, { config: made, concurrency: most }))
          expect(problems).toEqual([])
          const stored = putConfig(made ?? {})
          expect(turns).toEqual([
            { function: name, knob: 'config', value: Object.keys(stored).length === 0 ? null : stored },
            { function: name, knob: 'concurrency', value: most },
          ])
        },
      ),
      { seed: SEED, numRuns: 500 },
    )
  })

  it('read well', () => {
    const OnFailure = { Destination: QUEUE }
    const settings = { config: { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure } }, concurrency: 0 }
    expect(commandsOf('charge', settings)).toBe(String.raw`aws lambda put-function-event-invoke-config \
  --function-name charge \
  --maximum-retry-attempts 1 \
  --destination-config 'OnFailure={Destination=${QUEUE}}'

aws lambda put-function-concurrency \
  --function-name charge \
  --reserved-concurrent-executions 0`)
    expect(commandsOf('charge', NONE)).toBe(String.raw`aws lambda delete-function-event-invoke-config \
  --function-name charge

aws lambda delete-function-concurrency \
  --function-name charge`)
  })

  it.each([
    [`--destination-config '{"OnFailure": {"Destination": "${QUEUE}"}}'`],
    [`--destination-config "{\\"OnFailure\\": {\\"Destination\\": \\"${QUEUE}\\"}}"`],
    [`--destination-config OnFailure={Destination=${QUEUE}}`],
    [`--destination-config='OnFailure={Destination="${QUEUE}"}'`],
    [`--destination-config 'OnFailure = { Destination = ${QUEUE} }'`],
    [`--cli-input-json '{"DestinationConfig": {"OnFailure": {"Destination": "${QUEUE}"}}}'`],
    [
      `\\\n  --region us-east-1 --no-cli-pager \\\r\n --destination-config OnFailure={Destination=${QUEUE}} # the queue`,
    ],
    [`--qualifier '$LATEST' --destination-config OnSuccess={},OnFailure={Destination=${QUEUE}}`],
  ])('take destinations in each form: %s', (options) => {
    expect(configOf(options)).toEqual({ DestinationConfig: { OnFailure: { Destination: QUEUE } } })
  })

  it('let an option count more than the JSON, wherever it stands', () => {
    const json = `--cli-input-json '{"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 90}'`
    expect(configOf(`--maximum-retry-attempts 0 ${json}`)).toEqual({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 90,
    })
  })

  it('follow each other: an update changes what the put before it stored', () => {
    const text = `
      $ aws lambda put-function-event-invoke-config --function-name charge --maximum-event-age-in-seconds 60
      $ aws lambda update-function-event-invoke-config --function-name charge --maximum-retry-attempts 0 &&
        aws lambda update-function-event-invoke-config --maximum-event-age-in-seconds 90 --function-name mail;
        aws lambda delete-function-concurrency --function-name arn:aws:lambda:us-east-1:123456789012:function:mail`
    expect(read(text)).toEqual({
      turns: [
        { function: 'charge', knob: 'config', value: { MaximumEventAgeInSeconds: 60 } },
        { function: 'charge', knob: 'config', value: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } },
        { function: 'mail', knob: 'config', value: { MaximumEventAgeInSeconds: 90, MaximumRetryAttempts: 1 } },
        { function: 'mail', knob: 'concurrency', value: null },
      ],
      problems: [],
    })
  })

  const put = 'aws lambda put-function-event-invoke-config --function-name charge'
  it.each([
    ['', 'line 1, column 1: expected aws lambda …, got nothing'],
    ['aws sqs purge-queue', 'line 1, column 5: expected aws lambda …, got "sqs"'],
    [
      'aws lambda put-function-event-invoke-confg',
      'line 1, column 12: expected one of put-function-event-invoke-config, update-function-event-invoke-config, delete-function-event-invoke-config, put-function-concurrency, delete-function-concurrency, got "put-function-event-invoke-confg"; did you mean "put-function-event-invoke-config"?',
    ],
    [
      'aws lambda put-function-concurrency --function-name charge',
      'line 1, column 53: --reserved-concurrent-executions: expected this option, got nothing',
    ],
    [
      'aws lambda put-function-concurrency --function-name charge --reserved-concurrent-executions 5000',
      'line 1, column 93: --reserved-concurrent-executions: expected a whole number from 0 to 1000, got 5000',
    ],
    [put, 'line 1, column 1: You must specify at least one of error handling or destination setting.'],
    [
      `${put.replace('charge', 'chrage')} --maximum-retry-attempts 1`,
      'line 1, column 61: --function-name: expected a function of the scenario, got "chrage"; did you mean "charge"?',
    ],
    [
      `${put}:live --maximum-retry-attempts 1`,
      'line 1, column 61: --function-name: expected $LATEST, whose settings this page turns, got "live"',
    ],
    [
      `${put} --maximum-retry-attempt 1`,
      'line 1, column 68: expected an option of put-function-event-invoke-config, got "--maximum-retry-attempt"; did you mean "--maximum-retry-attempts"?',
    ],
    [
      `${put} --maximum-retry-attempts two`,
      'line 1, column 93: --maximum-retry-attempts: expected a whole number, got "two"',
    ],
    [
      `${put} --maximum-retry-attempts`,
      'line 1, column 68: --maximum-retry-attempts: expected a whole number, got nothing',
    ],
    [
      `${put} \\\n  --maximum-event-age-in-seconds 30`,
      "line 2, column 34: --maximum-event-age-in-seconds: Value '30' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
    ],
    [
      `${put} --destination-config OnFail={Destination=${QUEUE}}`,
      'line 1, column 89: --destination-config: OnFail: expected one of OnSuccess, OnFailure, got OnFail; did you mean "OnFailure"?',
    ],
    [
      `${put} --destination-config OnFailure={Destination=${QUEUE}`,
      'line 1, column 89: --destination-config: expected } at character 65 of the shorthand, got the end',
    ],
    [
      `${put} --destination-config '{"OnFailure": '`,
      'line 1, column 89: --destination-config: expected a value, got the end of the text at character 15 of the JSON',
    ],
    [
      `${put} --destination-config file://destinations.json`,
      'line 1, column 89: --destination-config: expected JSON, or the shorthand such as OnFailure={Destination=ARN}, got "file://destinations.json": this page cannot read files',
    ],
    [
      `${put} --cli-input-json '{"MaximumRetries": 1}'`,
      'line 1, column 85: --cli-input-json: expected a member of the request, got "MaximumRetries"; known here: FunctionName, Qualifier, MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig',
    ],
    [
      `${put} --qualifier "$LATEST"`,
      `line 1, column 81: expected plain text, got $LATEST, which a shell would replace; single quotes '…' keep it as it is`,
    ],
    [`${put} | tee log`, 'line 1, column 68: expected words and options, got |'],
    [`${put} --maximum-retry-attempts '1`, "line 1, column 93: expected a closing ', got the end of the text"],
  ])('say what is wrong, where, and what was expected: %j', (text, problem) => {
    const { turns, problems } = read(text)
    expect(turns).toEqual([])
    expect(problems).toEqual([problem])
  })

  it('say all that is wrong at once, and do nothing then', () => {
    const text = `aws lambda put-function-concurrency --function-name mail --reserved-concurrent-executions 3
aws lambda put-function-event-invoke-config --function-name mail --maximum-retry-attempts 7 --maximum-event-age-in-seconds 7
aws lambda delete-function-event-invoke-config`
    const { turns, problems } = read(text)
    expect(turns).toEqual([])
    expect(problems.map((problem) => problem.slice(0, 50))).toEqual([
      'line 2, column 91: --maximum-retry-attempts: Value',
      'line 2, column 124: --maximum-event-age-in-seconds',
      'line 3, column 12: --function-name: expected this ',
    ])
  })
})
