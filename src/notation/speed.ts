/** How fast a run can be watched, in simulated seconds a second: whole numbers. */
export const SPEED_RANGE = [1, 10_000] as const
