/** Who caused an event. */
export type By =
  | { readonly kind: 'vessel' }
  | { readonly kind: 'hub' }
  | { readonly kind: 'command-line'; readonly name: string }
  /** By the name that somebody gave, before there were accounts. */
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'user'; readonly name: string }
  /** A program, by a token that a user made. */
  | { readonly kind: 'token'; readonly name: string; readonly user: string }
