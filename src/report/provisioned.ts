import { countText, percentText } from './number.ts'
import { flow, listed } from './prose.ts'
import type { Report } from './report.ts'
import type { Style } from './style.ts'

/** What provisioned concurrency came to: `provisioned: 1,204 attempts · 31 spilled over · 43 % in use on average`. */
export function provisionedLine({ result }: Report, { glyphs, width }: Style): string[] {
  const { provisioned } = result.total
  if (!provisioned) return []
  const { invocations, spillover, utilization } = provisioned
  const { received, synchronous } = result.total
  const kinds = [...(received > 0 ? ['attempt'] : []), ...(synchronous?.calls ? ['call'] : [])]
  const what = listed(kinds.map((kind) => (invocations === 1 && kinds.length === 1 ? kind : `${kind}s`)))
  const parts = [
    `provisioned: ${countText(invocations)} ${what}`,
    `${spillover > 0 ? countText(spillover) : 'none'} spilled over`,
    `${percentText(utilization, 1)} in use on average`,
  ]
  return flow(parts, ` ${glyphs.dot} `, '  ', width)
}
