/** The part of JSON Schema that the API's document uses; a keyword that it does not know fails, so that nothing goes unchecked. */
export type JsonSchema = { readonly [keyword: string]: unknown }
type Defs = Readonly<Record<string, JsonSchema>>

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
}

/** What is wrong with `value`; objects are taken as closed, so that an answer says nothing that the document does not. */
export function faultsOf(value: unknown, schema: JsonSchema, defs: Defs, path = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, wanted]) => check(keyword, wanted, value, schema, defs, path))
}

function check(
  keyword: string,
  wanted: unknown,
  value: unknown,
  schema: JsonSchema,
  defs: Defs,
  path: string,
): string[] {
  const unless = (ok: boolean): string[] =>
    ok ? [] : [`${path}: ${keyword} ${JSON.stringify(wanted)}, not ${JSON.stringify(value)}`]
  switch (keyword) {
    case 'description':
    case 'items':
    case 'required':
      return keyword === 'items' && Array.isArray(value)
        ? value.flatMap((item, at) => faultsOf(item, wanted as JsonSchema, defs, `${path}[${at}]`))
        : keyword === 'required'
          ? (wanted as string[]).filter((name) => !(name in Object(value))).map((name) => `${path}.${name}: missing`)
          : []
    case '$ref': {
      const target = defs[String(wanted).replace('#/components/schemas/', '')]
      return target === undefined ? [`${path}: ${wanted} leads nowhere`] : faultsOf(value, target, defs, path)
    }
    case 'type':
      return unless(TYPES[String(wanted)]?.(value) ?? false)
    case 'const':
      return unless(value === wanted)
    case 'enum':
      return unless((wanted as unknown[]).includes(value))
    case 'pattern':
      return unless(new RegExp(String(wanted)).test(String(value)))
    case 'minimum':
      return unless(Number(value) >= Number(wanted))
    case 'maximum':
      return unless(Number(value) <= Number(wanted))
    case 'anyOf':
    case 'oneOf': {
      const fitting = (wanted as JsonSchema[]).filter((one) => faultsOf(value, one, defs, path).length === 0).length
      return keyword === 'anyOf' ? unless(fitting > 0) : unless(fitting === 1)
    }
    case 'properties': {
      const properties = wanted as Readonly<Record<string, JsonSchema>>
      return Object.entries(Object(value)).flatMap(([name, inner]) => {
        const known = properties[name]
        return known === undefined
          ? [`${path}.${name}: not in the document`]
          : faultsOf(inner, known, defs, `${path}.${name}`)
      })
    }
    default:
      return [`${path}: the validator does not know ${keyword} of ${JSON.stringify(schema).slice(0, 80)}`]
  }
}
