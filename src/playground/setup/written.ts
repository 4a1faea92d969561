import type { ScenarioInput } from '../../scenario/schema/scenario.ts'

/** A function as a scenario has it. */
export type WrittenFunction = NonNullable<NonNullable<ScenarioInput['functions']>[string]>
export type WrittenModel = NonNullable<WrittenFunction['model']>
export type WrittenArrival = NonNullable<WrittenFunction['arrivals']>[number]
export type WrittenConfig = NonNullable<WrittenFunction['eventInvokeConfig']>
