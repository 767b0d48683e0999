#!/usr/bin/env node
import './ready.js'

await import('./cli/cli.ts')
