import { rangeViolations } from '../rules/constraint.ts'
import { destinationRefusals } from '../rules/destination.ts'
import {
  configResponse,
  destinationsOf,
  type EventInvokeConfig,
  type EventInvokeConfigResponse,
  eventInvokeConfigViolations,
  givesSetting,
  NOTHING_GIVEN,
  putConfig,
  updateConfig,
} from '../rules/event-invoke-config.ts'
import { readEventInvokeConfig } from '../rules/event-invoke-config-body.ts'
import { LATEST } from '../rules/function-name.ts'
import { invalidParameterValue, resourceNotFound } from '../rules/service-error.ts'
import type { Account, FunctionRequest } from './account.ts'
import type { EventInvokeConfigRow } from './store.ts'

/** A put or an update: which function, which qualifier, which settings. */
export interface EventInvokeConfigRequest extends FunctionRequest, EventInvokeConfig {}

export interface ListEventInvokeConfigsRequest {
  readonly FunctionName: string
  /** Configs on a page, 1 to 50; default 50. */
  readonly MaxItems?: number | undefined
  /** `NextMarker` of the page before. */
  readonly Marker?: string | undefined
}

export interface EventInvokeConfigPage {
  readonly FunctionEventInvokeConfigs: readonly EventInvokeConfigResponse[]
  /** Null on the last page. */
  readonly NextMarker: string | null
}

/** Range of `MaxItems`. Documented: ListFunctionEventInvokeConfigs; that it is also the default is inferred. */
const MAX_ITEMS_RANGE = [1, 50] as const

/**
 * The stored event-invoke configs. Each belongs to exactly one qualifier of a function: `$LATEST`, a version or an
 * alias. Texts and semantics are recorded unless a rule says otherwise.
 */
export class EventInvokeConfigs {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** Stores a config in the place of whatever was there. A put that fails leaves it as it was. */
  put(request: EventInvokeConfigRequest): EventInvokeConfigResponse {
    const { name, qualifier, settings } = this.accept(request)
    this.refuseDestinations(name, settings)
    return this.keep(name, qualifier, putConfig(settings))
  }

  /** Changes the settings that the request names, in a config that exists. */
  update(request: EventInvokeConfigRequest): EventInvokeConfigResponse {
    const { name, qualifier, settings } = this.accept(request)
    const { config } = this.require(name, qualifier)
    this.refuseDestinations(name, settings)
    return this.keep(name, qualifier, updateConfig(config, settings))
  }

  get(request: FunctionRequest): EventInvokeConfigResponse {
    const { name, qualifier = LATEST } = this.account.address(request, 'namespaced')
    return this.answer(this.require(name, qualifier))
  }

  delete(request: FunctionRequest): void {
    const { name, qualifier = LATEST } = this.account.address(request, 'namespaced')
    this.require(name, qualifier)
    this.account.store.eventInvokeConfigs.delete(name, qualifier)
    this.account.changed(name)
  }

  /** The configs of all qualifiers of a function, by ascending ARN, in pages. */
  list(request: ListEventInvokeConfigsRequest): EventInvokeConfigPage {
    const { MaxItems = MAX_ITEMS_RANGE[1], Marker } = request
    const { name, qualifier } = this.account.address(
      { FunctionName: request.FunctionName },
      'namespaced',
      rangeViolations('maxItems', MaxItems, MAX_ITEMS_RANGE),
    )
    if (qualifier !== undefined && qualifier !== LATEST)
      throw invalidParameterValue('The function name must not include a version number or alias.')
    if (!this.account.store.function(name)) throw resourceNotFound(FUNCTION_MISSING)
    const after = Marker === undefined ? '' : this.readMarker(Marker, name)
    const rows = this.account.store.eventInvokeConfigs.list(name).filter((row) => row.qualifier > after)
    const page = rows.slice(0, MaxItems)
    return {
      FunctionEventInvokeConfigs: page.map((row) => this.answer(row)),
      NextMarker: rows.length > page.length ? this.marker(page.at(-1)!) : null,
    }
  }

  /** The checks that a put and an update share, in AWS's order. */
  private accept(request: EventInvokeConfigRequest) {
    const settings = readEventInvokeConfig(request)
    const violations = eventInvokeConfigViolations(settings)
    const { name, qualifier = LATEST } = this.account.address(request, 'namespaced', violations)
    if (!givesSetting(settings)) throw invalidParameterValue(NOTHING_GIVEN)
    if (!this.account.resolve(name, qualifier)) throw resourceNotFound(FUNCTION_MISSING)
    return { name, qualifier, settings }
  }

  private refuseDestinations(name: string, settings: EventInvokeConfig): void {
    const [first] = destinationRefusals(destinationsOf(settings), this.account.targetContext(name))
    if (first) throw invalidParameterValue(first.message)
  }

  private require(name: string, qualifier: string): EventInvokeConfigRow {
    const row = this.account.store.eventInvokeConfigs.get(name, qualifier)
    if (row) return row
    throw resourceNotFound(`The function ${this.account.arn(name, qualifier)} doesn't have an EventInvokeConfig`)
  }

  private keep(functionName: string, qualifier: string, config: EventInvokeConfig): EventInvokeConfigResponse {
    const row = Object.freeze({ functionName, qualifier, config, lastModifiedMs: this.account.nowMs() })
    this.account.store.eventInvokeConfigs.put(functionName, qualifier, row)
    this.account.changed(functionName)
    return this.answer(row)
  }

  private answer({ functionName, qualifier, config, lastModifiedMs }: EventInvokeConfigRow) {
    return configResponse(config, this.account.arn(functionName, qualifier), lastModifiedMs)
  }

  /** Opaque to callers: names the last config of a page, so that a change between two pages neither skips nor repeats. */
  private marker(row: EventInvokeConfigRow): string {
    return btoa(`${row.functionName}:${row.qualifier}`)
  }

  private readMarker(marker: string, name: string): string {
    const text = decoded(marker)
    if (!text?.startsWith(`${name}:`)) throw invalidParameterValue('Invalid pagination key.')
    return text.slice(name.length + 1)
  }
}

const FUNCTION_MISSING = "The function doesn't exist."

function decoded(base64: string): string | undefined {
  try {
    return atob(base64)
  } catch {
    return undefined
  }
}
