import { rangeViolations, type Violation } from './constraint.ts'
import { invalidParameterValue } from './service-error.ts'

/** Which part of a list a caller wants. */
export interface PageRequest {
  /** Items on the page; default 50, which is also the most that are sent at once. */
  readonly MaxItems?: number | undefined
  /** `NextMarker` of the page before. */
  readonly Marker?: string | undefined
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Null on the last page. */
  readonly NextMarker: string | null
}

/** Documented for ListFunctions and ListVersionsByFunction: 50 at most, whatever is asked for. */
const LONGEST_PAGE = 50
/** Range of `MaxItems` in lists of functions, versions and aliases. Documented: Lambda's API model. */
const MAX_ITEMS_RANGE = [1, 10_000] as const

export function pageViolations({ MaxItems }: PageRequest): Violation[] {
  return rangeViolations('maxItems', MaxItems, MAX_ITEMS_RANGE)
}

/**
 * A page of a list. The marker names its last item, so that a change between two pages neither skips nor repeats.
 *
 * @param items by ascending key
 * @param keyOf a key that no other item has, without characters beyond Latin-1
 * @throws ServiceError for a marker that no page has given; its text is inferred
 */
export function pageOf<Item>(
  items: readonly Item[],
  { MaxItems = LONGEST_PAGE, Marker }: PageRequest,
  keyOf: (item: Item) => string,
): Page<Item> {
  const after = Marker === undefined ? undefined : readMarker(Marker)
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after)
  const page = rest.slice(0, Math.min(MaxItems, LONGEST_PAGE))
  return { items: page, NextMarker: rest.length > page.length ? btoa(MARK + keyOf(page.at(-1)!)) : null }
}

const MARK = 'after '

function readMarker(marker: string): string {
  try {
    const text = atob(marker)
    if (text.startsWith(MARK)) return text.slice(MARK.length)
  } catch {}
  throw invalidParameterValue('Invalid pagination key.')
}
