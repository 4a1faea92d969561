import { ASCII, type Style } from './style.ts'

/**
 * Parts of a report with an empty line between them; those without lines are left out. Ends in a line feed. Without
 * other glyphs all is ASCII: names may hold any character.
 */
export function sectionsText(sections: readonly (readonly string[])[], { glyphs }: Style): string {
  const text = `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
  return glyphs === ASCII ? text.replaceAll('±', '+-').replaceAll(/\P{ASCII}/gu, '?') : text
}
