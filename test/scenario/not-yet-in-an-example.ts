/**
 * Fields that no example uses yet. The list only gets shorter: a test fails when a field in it is used, and for a new field
 * that is not used. Paths as in `tools/reference/field.ts`.
 */
export const NOT_YET_IN_AN_EXAMPLE: readonly string[] = []
