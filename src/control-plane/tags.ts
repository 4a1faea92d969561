import { missingViolations } from '../rules/constraint.ts'
import { invalidParameterValue } from '../rules/service-error.ts'
import type { Account } from './account.ts'
import type { FunctionRow } from './store.ts'

/** Which function, by its ARN without a qualifier. */
export interface TagRequest {
  readonly Resource: string
}

/** Tags on one function. Documented: "Using tags on Lambda functions". */
const MOST_TAGS = 50

/** The tags of functions. Texts from LocalStack's code. */
export class Tags {
  private readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  list(request: TagRequest): { readonly Tags: Readonly<Record<string, string>> } {
    return { Tags: this.require(request).tags }
  }

  /** Adds tags, in the place of those with the same keys. */
  add(request: TagRequest & { readonly Tags?: Readonly<Record<string, string>> | undefined }): void {
    const row = this.require(request, request.Tags ?? null)
    const tags = { ...row.tags, ...request.Tags }
    if (Object.keys(tags).length > MOST_TAGS) throw invalidParameterValue('Number of tags exceeds resource tag limit.')
    this.account.putFunction({ ...row, tags })
  }

  remove(request: TagRequest & { readonly TagKeys: readonly string[] }): void {
    const row = this.require(request)
    const kept = Object.entries(row.tags).filter(([key]) => !request.TagKeys.includes(key))
    this.account.putFunction({ ...row, tags: Object.fromEntries(kept) })
  }

  private require({ Resource }: TagRequest, tags: object | null = {}): FunctionRow {
    const violations = missingViolations('tags', tags)
    const { name, qualifier } = this.account.address({ FunctionName: Resource }, 'namespaced', violations)
    if (qualifier !== undefined)
      throw invalidParameterValue(
        'Tags on function aliases and versions are not supported. Please specify a function ARN.',
      )
    return this.account.require(name)
  }
}
