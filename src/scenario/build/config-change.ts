import { LATEST } from '../../rules/function-name.ts'
import type { FunctionSpec } from '../scenario.ts'
import type { WrittenFunctionChange } from '../schema/change.ts'
import type { DataPath } from '../source-text.ts'
import { configText } from './change-text.ts'
import { checkEventInvokeConfig } from './config.ts'
import type { FunctionContext } from './function.ts'
import type { Steps } from './steps.ts'

/** A function that is changed: how it was, where the change stands in the file, and the steps that carry it out. */
export interface Changing {
  readonly before: FunctionSpec
  readonly path: DataPath
  readonly context: FunctionContext
  readonly steps: Steps
}

/** The config of a qualifier after a put, or a deletion by null. */
export function changedConfig(
  { eventInvokeConfig: config }: Pick<WrittenFunctionChange, 'eventInvokeConfig'>,
  before: FunctionSpec['eventInvokeConfig'],
  Qualifier: string,
  { before: { name: FunctionName }, path, context, steps }: Changing,
): FunctionSpec['eventInvokeConfig'] {
  if (config === undefined) return before
  const place = [...path, 'eventInvokeConfig']
  const whose = Qualifier === LATEST ? FunctionName : `${FunctionName}:${Qualifier}`
  steps.say(`${whose}: ${configText(config)}`)
  if (config === null) {
    const request = { FunctionName, Qualifier }
    steps.add('configs', place, { operation: 'DeleteFunctionEventInvokeConfig', request })
    return undefined
  }
  checkEventInvokeConfig(config, FunctionName, place, context)
  const request = { FunctionName, Qualifier, ...config }
  steps.add('configs', place, { operation: 'PutFunctionEventInvokeConfig', request })
  return config
}
