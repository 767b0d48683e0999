/** What people may do, each role all that the ones before it may. */
export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const

export type Role = (typeof ROLES)[number]

/** Whether who has one role may do what needs another. */
export const allows = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed)

/** The one that may less. */
export const lesser = (one: Role, other: Role): Role => (allows(one, other) ? other : one)

/** The highest role that the values of a claim are given; null where none is. */
export function roleFor(claim: unknown, roles: Readonly<Record<string, Role>>): Role | null {
  const values = Array.isArray(claim) ? claim : [claim]
  const given = values.flatMap((value) =>
    typeof value === 'string' && Object.hasOwn(roles, value) ? roles[value] : [],
  )
  return ROLES.findLast((role) => given.includes(role)) ?? null
}
