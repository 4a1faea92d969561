import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8's compiler inline more than it does by itself. An event passes through some thirty small functions; with the
 * limits of a general-purpose program much of the time goes into calls between them (`docs/decisions/0010`). Called
 * before the first simulation, since it changes what is compiled from then on. Affects speed and nothing else.
 */
export function tuneCompiler(): void {
  setFlagsFromString('--max-inlined-bytecode-size=1000')
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=4500')
}
