/**
 * Fields that no example uses yet. The list only gets shorter: a test fails when a field in it is used, and for a new field
 * that is not used. Paths as in `tools/reference/field.ts`.
 */
export const NOT_YET_IN_AN_EXAMPLE: readonly string[] = [
  'changes[].account',
  'changes[].account.concurrency',
  'changes[].functions.*.memory',
  'changes[].functions.*.model',
  'changes[].functions.*.recursiveLoop',
  'changes[].functions.*.timeout',
]
