import { Command } from 'commander'
import { agentCommand } from './agent.ts'
import { checkCommand } from './check.ts'
import { decodeCommand } from './decode.ts'
import { demoCommand } from './demo.ts'
import { hubCommand } from './hub.ts'
import { backupCommand, restoreCommand, verifyCommand } from './log.ts'
import { rebuildCommand } from './rebuild.ts'
import { vesselCommand } from './vessel.ts'

/** The one program: exit codes 0 done, 1 failed, 2 wrong usage or configuration; results on stdout, talk on stderr. */
const program = new Command('watchkeeper')
  .description('Keeps the SLA watch over a fleet of vessels.')
  .showHelpAfterError('(`--help` tells what goes here)')
  .addCommand(hubCommand())
  .addCommand(agentCommand())
  .addCommand(demoCommand())
  .addCommand(checkCommand())
  .addCommand(vesselCommand())
  .addCommand(decodeCommand())
  .addCommand(verifyCommand())
  .addCommand(rebuildCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())

program.commands.forEach(usageErrorsExitWith2)
usageErrorsExitWith2(program)
await program.parseAsync()

function usageErrorsExitWith2(command: Command): void {
  command.exitOverride(({ code, exitCode }) => {
    // An error that a command itself reports has the exit code that it chose.
    process.exit(code === 'commander.error' || exitCode === 0 ? exitCode : 2)
  })
  command.commands.forEach(usageErrorsExitWith2)
}
