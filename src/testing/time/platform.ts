const { getBuiltinModule } = process

/**
 * Node's modules of timers, as objects whose properties can be changed. Not by `import`: where a test runner makes modules
 * itself, what is imported from there later would be what was there now.
 */
export const timers = getBuiltinModule('node:timers')
export const timersPromises = getBuiltinModule('node:timers/promises')

/** Where every copy of this module in the process finds what stand-ins stand for: test runners load one for each file. */
const KEY = Symbol.for('asyncinvoke.standIns')

type StandIns = WeakMap<object, object>

const shared = timers as { [KEY]?: StandIns }

/** Stand-ins, and what of the platform, or of a test, they stand for. */
export const standIns: StandIns = shared[KEY] ?? new WeakMap()
shared[KEY] = standIns

/** What a stand-in stands for; everything else is itself. */
export function original<Value extends object>(value: Value): Value {
  const inner = standIns.get(value) as Value | undefined
  return inner ? original(inner) : value
}
