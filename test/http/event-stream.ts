export type StreamEvent = { readonly event: string; readonly data: string; readonly id: string }

export type EventReader = {
  readonly events: readonly StreamEvent[]
  readonly ended: boolean
  /** Settles when it is so; fails after a bound of turns, since nothing here waits for the wall clock. */
  until(condition: () => boolean): Promise<void>
  leave(): Promise<void>
}

/** Reads a stream of server-sent events as a browser would. */
export function readEvents(response: Response): EventReader {
  const events: StreamEvent[] = []
  const reader = response.body?.getReader()
  if (reader === undefined) throw new Error('the response has no body')
  let ended = false
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      events.push(...blocks.map(parse))
    }
    ended = true
  }
  void read()
  return {
    events,
    get ended() {
      return ended
    },
    async until(condition) {
      for (let turn = 0; turn < 1000; turn++) {
        if (condition()) return
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
      throw new Error(
        `it did not come about; heard ${JSON.stringify(events.map(({ event, data }) => [event, data.slice(0, 60)]))}`,
      )
    },
    leave: () => reader.cancel(),
  }
}

function parse(block: string): StreamEvent {
  const fields = block
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
  const all = (name: string): string => fields.flatMap(([field, value]) => (field === name ? [value] : [])).join('\n')
  return { event: all('event'), data: all('data'), id: all('id') }
}
