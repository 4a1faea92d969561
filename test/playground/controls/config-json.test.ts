import { describe, expect, it } from 'vitest'
import { configJson, readConfigJson } from '../../../src/playground/controls/command/config-json.ts'
import { placedText } from '../../../src/playground/controls/command/text-place.ts'

const CONFIG = {
  MaximumRetryAttempts: 1,
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } },
}

describe('a config as JSON', () => {
  it('is read as it was written', () => {
    expect(readConfigJson(configJson(CONFIG))).toEqual({ config: CONFIG, problems: [] })
    for (const none of ['', ' null\n', '{ }', configJson(null), configJson({})])
      expect(readConfigJson(none)).toEqual({ config: null, problems: [] })
  })

  it.each([
    ['{\n  "MaximumRetryAttempts": 1,\n}', ['line 3, column 1: expected a key in double quotes, got }']],
    [
      '{"MaximumRetryAttempts": 1',
      ['line 1, column 27: expected a comma or a closing bracket, got the end of the text'],
    ],
    ['[1]', ['line 1, column 1: Start of list can not be converted to a structure, got a list']],
    [
      '{"MaximumRetryAttempts": "two",\n "MaximumEventAge": 60, "DestinationConfig": {"OnFailure": "arn"}}',
      [
        'line 1, column 26: MaximumRetryAttempts: STRING_VALUE can not be converted to an Integer, got "two"',
        'line 2, column 21: MaximumEventAge: expected one of MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig, got MaximumEventAge; did you mean "MaximumEventAgeInSeconds"?',
        'line 2, column 60: DestinationConfig.OnFailure: STRING_VALUE can not be converted to a structure, got "arn"',
      ],
    ],
    [
      '{"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 59}',
      [
        "line 1, column 26: MaximumRetryAttempts: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
        "line 1, column 57: MaximumEventAgeInSeconds: Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
      ],
    ],
    [
      '{"DestinationConfig": {}}',
      ['line 1, column 1: You must specify at least one of error handling or destination setting.'],
    ],
  ])('says all that is wrong with it, where, in the words of AWS: %j', (text, expected) => {
    const { config, problems } = readConfigJson(text)
    expect(config).toBeUndefined()
    expect(problems.map(placedText)).toEqual(expected)
  })
})
