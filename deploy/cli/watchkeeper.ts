import { Command } from 'commander'
import { VERSION } from './about.ts'
import { agentCommand } from './agent.ts'
import { checkCommand } from './check.ts'
import { decodeCommand } from './decode.ts'
import { demoCommand } from './demo.ts'
import { hubCommand } from './hub.ts'
import { backupCommand, restoreCommand, verifyCommand } from './log.ts'
import { notifyCommand } from './notify.ts'
import { rebuildCommand } from './rebuild.ts'
import { userCommand } from './user.ts'
import { vesselCommand } from './vessel.ts'

/** The one program: exit codes 0 done, 1 failed, 2 wrong usage or configuration; results on stdout, talk on stderr. */
export function watchkeeper(): Command {
  const program = new Command('watchkeeper')
    .description('Keeps the SLA watch over a fleet of vessels.')
    .version(VERSION)
    .addCommand(hubCommand())
    .addCommand(agentCommand())
    .addCommand(demoCommand())
    .addCommand(checkCommand())
    .addCommand(notifyCommand())
    .addCommand(vesselCommand())
    .addCommand(userCommand())
    .addCommand(decodeCommand())
    .addCommand(verifyCommand())
    .addCommand(rebuildCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())

  usageErrorsExitWith2(program)
  return program
}

function usageErrorsExitWith2(command: Command): void {
  // Commander's own errors are those of usage; what a command reports says itself what to do.
  command.configureOutput({
    outputError: (text, write) =>
      write(text.startsWith('error: ') ? `${text}(\`--help\` tells what goes here)\n` : text),
  })
  command.exitOverride(({ code, exitCode }) => {
    // An error that a command itself reports has the exit code that it chose.
    process.exit(code === 'commander.error' || exitCode === 0 ? exitCode : 2)
  })
  command.commands.forEach(usageErrorsExitWith2)
}
