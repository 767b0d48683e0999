/** What a template of an address may name of a vessel. */
export const LINK_FIELDS = ['vessel', 'name', 'imo', 'group'] as const

export type LinkFields = Readonly<Record<(typeof LINK_FIELDS)[number], string | null>>

/** What is wrong with a template; null when it makes an address that a page may lead to. */
export function linkProblem(template: string): string | null {
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].find(([, name]) => !LINK_FIELDS.some((one) => one === name))
  if (unknown !== undefined) return `knows {${LINK_FIELDS.join('}, {')}}, not ${unknown[0]}`
  // The scheme and the host are the template's own: no name of a vessel can lead elsewhere.
  if (!/^https?:\/\/[^/?#{}\s]+([/?#]|$)/.test(template) || !URL.canParse(linkTo(template, NOBODY)))
    return 'must be an http or https address, such as https://grafana.example.com/d/vessel?var-vessel={vessel}'
  return null
}

const NOBODY: LinkFields = { vessel: 'x', name: 'x', imo: 'x', group: 'x' }

/** The template with a vessel's own values; what it has not is left empty. */
export const linkTo = (template: string, fields: LinkFields): string =>
  LINK_FIELDS.reduce((url, name) => url.replaceAll(`{${name}}`, encodeURIComponent(fields[name] ?? '')), template)
