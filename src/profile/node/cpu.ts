import process from 'node:process'

/** CPU that the whole process has spent, milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
