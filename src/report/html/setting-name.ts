import { AS_IT_IS } from '../compared-figures.ts'

/** A path of a scenario where it is followed by its value. */
const PATH = /[\w$"[\]-]+(?:\.[\w$"[\]-]+)+(?==)/g

/**
 * What settings are called where there is little room: by the last word of each path, as far as that tells paths apart.
 *
 * @param settings the changes of each, `''` for the file as it is
 */
export function settingNames(settings: readonly string[]): string[] {
  const paths = new Set(settings.flatMap((text) => text.match(PATH) ?? []))
  const lastOf = (path: string) => path.slice(path.lastIndexOf('.') + 1)
  const lasts = [...paths].map(lastOf)
  const isAlone = (path: string) => lasts.filter((last) => last === lastOf(path)).length === 1
  return settings.map((text) =>
    text === ''
      ? AS_IT_IS
      : text.replaceAll(PATH, (path) => (isAlone(path) ? lastOf(path) : path)).replaceAll(/,(?=\S)/g, ', '),
  )
}
