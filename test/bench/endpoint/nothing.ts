/** Name of the function that does nothing, and does so in an instant. */
export const NOTHING = 'nothing'
