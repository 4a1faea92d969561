/** What the process answers with. Interruptions follow the shells' custom of 128 + the signal's number. */
export const EXIT = {
  /** All well. */
  ok: 0,
  /** An expectation of the scenario failed; under `check --strict`, a warning. */
  unmet: 1,
  /** Bad usage, a bad file, or a file that cannot be written. */
  usage: 2,
  /** A fault of this program. */
  internal: 3,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
