import { Command } from 'commander'
import { explain } from '../../shared/wire/explain.ts'
import { readHexLine, takeMessages } from './decode-input.ts'

type Streams = {
  readonly input: AsyncIterable<Uint8Array>
  readonly print: (text: string) => void
}

/** `watchkeeper decode`: for whoever listens to the broker with tools of their own. */
export function decodeCommand(streams: Streams = { input: process.stdin, print: console.log }): Command {
  return new Command('decode')
    .summary('say what a message on the wire means')
    .description(
      'Say what a message on the wire means, as JSON. Takes hex as arguments, or from standard input messages as lines ' +
        'of hex or as raw bytes. A topic may stand in front of each.',
    )
    .addHelpText('after', "\nExample:\n  mosquitto_sub -t 'wk/1/+/#' -F '%t %x' | watchkeeper decode")
    .argument('[hex...]', 'the payload in hex, a topic may stand in front of it')
    .action(async (words: string[], _options: unknown, command: Command) => {
      const refused = words.length > 0 ? decodeWords(words, streams, command) : await decodeStream(streams)
      if (refused) process.exitCode = 1
    })
}

function decodeWords(words: readonly string[], { print }: Streams, command: Command): boolean {
  const read = readHexLine(words.join(' '))
  if (!read)
    return command.error('decode: hex is wanted, such as 85001a0039..., with or without a topic', { exitCode: 2 })
  const explanation = explain(read.topic, read.bytes)
  print(JSON.stringify(explanation, null, 2))
  return explanation.refused !== undefined
}

/** One line of JSON for each message, as they come. */
async function decodeStream({ input, print }: Streams): Promise<boolean> {
  let refused = false
  let rest = new Uint8Array()
  const take = (ended: boolean): void => {
    const taken = takeMessages(rest, ended)
    rest = taken.rest
    for (const { topic, bytes } of taken.messages) {
      const explanation = explain(topic, bytes)
      refused ||= explanation.refused !== undefined
      print(JSON.stringify(explanation))
    }
  }
  for await (const chunk of input) {
    rest = Buffer.concat([rest, chunk])
    take(false)
  }
  take(true)
  return refused
}
