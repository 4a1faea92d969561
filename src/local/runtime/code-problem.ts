/** Code that cannot run here, though the endpoint is well: what is wrong with it. */
export class CodeProblem extends Error {}
