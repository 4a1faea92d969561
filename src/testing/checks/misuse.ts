/** A check that was asked for something that it cannot check: all that is wrong, one line each. */
export class CheckMisuse extends TypeError {
  override name = 'CheckMisuse'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}
