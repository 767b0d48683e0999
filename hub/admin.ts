import type { Outbox } from './outbox/outbox.ts'
import type { Admin } from './ports/admin.ts'
import type { Project } from './project.ts'

export type AdminParts = {
  readonly outbox: Pick<Outbox, 'channels' | 'announce' | 'tickets'>
  readonly project: Pick<Project, 'passed'>
}

/** What only who runs the hub does: it goes the way of everything else, through log and outbox. */
export const createAdmin = ({ outbox, project }: AdminParts): Admin => ({
  async test(channel, by) {
    if (outbox.channels().every(({ name }) => name !== channel)) return false
    await project.passed(await outbox.announce.test(channel, by))
    return true
  },
  askTracker() {
    outbox.tickets?.checklist.again()
    return outbox.tickets !== null
  },
})
