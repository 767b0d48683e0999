import type { Role } from '../core/accounts/permission.ts'
import type { By } from '../core/by.ts'

/** What a request shows of who sends it, and where it comes from. */
export type Shown = {
  /** Of a browser's cookie. */
  readonly session: string | null
  /** Of a program's `Authorization: Bearer`. */
  readonly token: string | null
  readonly from: string | null
}

/** Somebody who was let in. */
export type Person = {
  readonly name: string
  readonly role: Role
  readonly by: By
  /** Null for programs. `formKey` stands in the forms of the pages of this session alone: a foreign page cannot know it. */
  readonly session: { readonly id: string; readonly formKey: string } | null
}

/** Tells who somebody is; asked anew at each request. */
export interface Gate {
  /** Null for whoever shows nothing, or nothing that is good now. */
  who(shown: Shown): Promise<Person | null>
  /** Who can give somebody another role. */
  admins(): Promise<readonly string[]>
}
