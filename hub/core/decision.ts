/** What a command makes true, and what is to be answered once that is stored. */
export type Decision<E, A> = { readonly events: readonly E[]; readonly answer: A }
