/** Whether an event is of one of these subjects: its name begins with it. */
export const isOf = <E extends { readonly type: string }, S extends string>(
  event: E,
  ...subjects: readonly S[]
): event is Extract<E, { readonly type: `${S}${string}` }> => subjects.some((subject) => event.type.startsWith(subject))
