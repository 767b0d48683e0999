import { watchkeeper } from './watchkeeper.ts'

await watchkeeper().parseAsync()
