import { type EventInvokeConfig, putConfig } from '../../../rules/event-invoke-config.ts'
import { readEventInvokeConfig } from '../../../rules/event-invoke-config-body.ts'
import { jsonFault } from '../../../scenario/json-syntax.ts'
import { formatPath, type Problem } from '../../../scenario/problem.ts'
import { SourceText } from '../../../scenario/source-text.ts'
import { configFaults } from '../../setup/config-request.ts'
import { problemAt } from './text-place.ts'

/** What somebody wrote, as a config; undefined where something is wrong with it. */
export interface ReadConfig {
  /** Null: none. */
  readonly config: EventInvokeConfig | null | undefined
  readonly problems: readonly Problem[]
}

/** The body of PutFunctionEventInvokeConfig as people write it; empty for none. */
export function configJson(config: EventInvokeConfig | null): string {
  const stored = putConfig(config ?? {})
  return Object.keys(stored).length === 0 ? '' : JSON.stringify(stored, undefined, 2)
}

/** Reads what `configJson` writes. Nothing, `null` or `{}` is no config. */
export function readConfigJson(text: string): ReadConfig {
  if (/^\s*(?:null|\{\s*\})?\s*$/.test(text)) return { config: null, problems: [] }
  const fault = jsonFault(text)
  if (fault) {
    const message = fault.message.replace('the end of the file', 'the end of the text')
    return { config: undefined, problems: [problemAt(text, fault.offset, '', message)] }
  }
  const body: unknown = JSON.parse(text)
  const places = new SourceText(text, 'config.json')
  const problems = configFaults(body).map(({ path, message }) => {
    return { ...places.problem(path, message), path: formatPath(path) }
  })
  return { config: problems.length > 0 ? undefined : putConfig(readEventInvokeConfig(body)), problems }
}
