import { parseDuration } from '../../notation/duration.ts'
import { showValue } from '../../notation/value-text.ts'
import type { BodyReader, StructureReader } from '../../rules/body-reader.ts'
import { EVENT_INVOKE_CONFIG_BODY } from '../../rules/event-invoke-config-body.ts'
import type { Problems } from './problems.ts'

/**
 * Says what is no part of an event-invoke config, which AWS would leave out silently, and which of its values are of the wrong
 * type: in AWS's words, which name neither, with the path and the value. Ranges are left to AWS, which names them itself.
 *
 * @param path of the config; empty where it stands alone
 */
export function checkEventInvokeConfig(path: string, config: unknown, problems: Problems): void {
  checkMember(path, config, EVENT_INVOKE_CONFIG_BODY, problems)
}

function checkMember(path: string, value: unknown, read: BodyReader<unknown>, problems: Problems): void {
  if (!isStructure(read) || typeof value !== 'object' || Array.isArray(value)) {
    try {
      read(value)
    } catch (error) {
      problems.add(path, `${(error as Error).message}: got ${showValue(value)}${hint(value, read)}`)
    }
    return
  }
  // Null means unset.
  if (value === null) return
  problems.checkKeys(path, value, Object.keys(read.members))
  for (const [name, member] of Object.entries(read.members))
    checkMember(path === '' ? name : `${path}.${name}`, Reflect.get(value, name), member, problems)
}

function isStructure(read: BodyReader<unknown>): read is StructureReader {
  return 'members' in read
}

/** What was probably meant: the structure around a text, the number of a text or of a duration's seconds. */
function hint(value: unknown, read: BodyReader<unknown>): string {
  if (isStructure(read)) return `; expected { ${Object.keys(read.members).join(', ')} }`
  const number = typeof value === 'string' ? numberIn(value) : Number.NaN
  return Number.isInteger(number) ? `; did you mean ${number}?` : ''
}

function numberIn(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  try {
    return parseDuration(text) / 1000
  } catch {
    return Number.NaN
  }
}
