/** A function of values that never change in place, computed once for each as long as it lives. */
export function remembered<K extends object, V>(derive: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const value = derive(key)
    known.set(key, value)
    return value
  }
}
