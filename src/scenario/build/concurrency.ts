import { MINIMUM_UNRESERVED_CONCURRENCY } from '../../rules/limits.ts'
import { provisionedOf } from '../provisioned.ts'
import type { FunctionSpec, Scenario } from '../scenario.ts'
import type { DataPath } from '../source-text.ts'
import type { Findings } from './findings.ts'
import { addressed } from './graph.ts'
import { unprovisionedQualifier } from './provisioned.ts'

type Described = Pick<Scenario, 'account' | 'functions' | 'options' | 'destinations'>

/** What the functions claim of the account's concurrency. */
interface Claims {
  readonly reserved: number
  /** Provisioned concurrency of the functions without a reservation. */
  readonly provisioned: number
  /** What is left for on-demand attempts of those. */
  readonly rest: number
  /** The sum in words. */
  readonly sum: string
}

function claimsOf({ account, functions }: Described): Claims {
  const reserved = functions.reduce((sum, { reservedConcurrency }) => sum + (reservedConcurrency ?? 0), 0)
  const provisioned = functions.reduce((sum, spec) => {
    return sum + (spec.reservedConcurrency === undefined ? provisionedInAll(spec) : 0)
  }, 0)
  const more = provisioned > 0 ? ` and have ${provisioned} more provisioned` : ''
  const sum = `the functions reserve ${reserved} of the account's ${account.concurrency}${more}`
  return { reserved, provisioned, rest: account.concurrency - reserved - provisioned, sum }
}

const provisionedInAll = (spec: FunctionSpec) =>
  provisionedOf(spec).reduce((sum, { executions }) => sum + executions, 0)

const needed = (count: number) => `expected an account with at least ${count} concurrent executions`

/** Reserved concurrency must fit into the account. AWS insists on 100 that are left over; a scenario may go below. */
export function checkConcurrency(scenario: Described, written: WrittenConcurrency, findings: Findings): void {
  const { account } = scenario
  const { reserved, rest, sum } = claimsOf(scenario)
  const path = concurrencyPath(written)
  if (reserved > account.concurrency) findings.error(path, `${needed(reserved)}: ${sum}`)
  // Less than nothing: the control plane says so, at the place of what is provisioned.
  else if (rest >= 0 && rest < MINIMUM_UNRESERVED_CONCURRENCY && rest < account.concurrency) {
    findings.warning(path, `${sum}; AWS insists on ${MINIMUM_UNRESERVED_CONCURRENCY} left unreserved, ${rest} are`)
  }
}

/** Under `fifo` events wait until concurrency is free: some of it must be free at some time for all that are sent. */
export function checkWaits(scenario: Described, written: WrittenConcurrency, findings: Findings): void {
  const { account, options, functions } = scenario
  if (options.queueing !== 'fifo') return
  const { provisioned, rest, sum } = claimsOf(scenario)
  const senders = addressed(scenario)
  for (const spec of functions) checkOwn(spec, senders.get(spec.name), findings)
  if (rest !== 0) return
  const waits = functions.find((spec) => {
    if (spec.reservedConcurrency !== undefined) return false
    return provisioned === 0 || unprovisionedQualifier(spec, senders.get(spec.name)) !== undefined
  })
  if (!waits) return
  const reason = `'${waits.name}' reserves none, and under fifo its events would wait for ever`
  findings.error(concurrencyPath(written), `${needed(account.concurrency + 1)}: ${sum}, ${reason}`)
}

/** After a change of the account's limit: lowered, it must leave what is provisioned. AWS's answer is not known. */
export function checkLimit(scenario: Described, path: DataPath, findings: Findings): void {
  const { reserved, provisioned, rest, sum } = claimsOf(scenario)
  if (provisioned > 0 && rest < 0) findings.error(path, `${needed(reserved + provisioned)}: ${sum}`)
}

/** A function that provisions all that it reserves has nothing left for its other versions. */
function checkOwn(spec: FunctionSpec, qualifiers: ReadonlySet<string> | undefined, findings: Findings): void {
  const { name, reservedConcurrency: reserved } = spec
  if (!reserved || provisionedInAll(spec) !== reserved) return
  const qualifier = unprovisionedQualifier(spec, qualifiers)
  if (qualifier === undefined) return
  const waits = `under fifo its events for '${qualifier}' would wait for ever`
  const message = `expected ${reserved + 1} or more: '${name}' has ${reserved} provisioned, and ${waits}`
  findings.error(['functions', name, 'reservedConcurrency'], message)
}

/** What a scenario, or a change of one, says about concurrency. */
interface WrittenConcurrency {
  readonly account?: { readonly concurrency?: number | undefined } | undefined
  readonly functions?: Readonly<Record<string, WrittenFunction>> | undefined
  readonly functionsFrom?: WrittenFunction | undefined
}

type WrittenQualifiers = Readonly<Record<string, { readonly provisionedConcurrency?: number | undefined } | null>>

type WrittenFunction = {
  readonly reservedConcurrency?: number | null | undefined
  readonly versions?: WrittenQualifiers | undefined
  readonly aliases?: WrittenQualifiers | undefined
} | null

/** Where to look when claims do not fit: the account's limit, or the largest of them where no limit is given. */
function concurrencyPath({ account, functions, functionsFrom }: WrittenConcurrency): DataPath {
  const limit = ['account', 'concurrency']
  if (account?.concurrency !== undefined) return limit
  const claims = [
    ...Object.entries(functions ?? {}).flatMap(([name, spec]) => claimsIn(spec, ['functions', name])),
    ...claimsIn(functionsFrom, ['functionsFrom']),
  ]
  const [largest] = claims.toSorted((a, b) => b.size - a.size)
  return largest?.path ?? limit
}

function claimsIn(
  spec: WrittenFunction | undefined,
  path: DataPath,
): { readonly path: DataPath; readonly size: number }[] {
  if (!spec) return []
  const { reservedConcurrency } = spec
  if (typeof reservedConcurrency === 'number')
    return [{ path: [...path, 'reservedConcurrency'], size: reservedConcurrency }]
  return (['versions', 'aliases'] as const).flatMap((kind) =>
    Object.entries(spec[kind] ?? {}).flatMap(([qualifier, each]) => {
      const size = each?.provisionedConcurrency
      return size === undefined ? [] : [{ path: [...path, kind, qualifier, 'provisionedConcurrency'], size }]
    }),
  )
}

/** Whether a change says what is claimed, or what there is. */
export function changesClaims(written: WrittenConcurrency): boolean {
  const claims = Object.entries(written.functions ?? {}).flatMap(([name, spec]) => claimsIn(spec, [name]))
  const released = Object.values(written.functions ?? {}).some((spec) => spec?.reservedConcurrency === null)
  return written.account?.concurrency !== undefined || released || claims.length > 0
}
