export const deskPath = '/desk'

/** Of the staff's pages. */
export function isDesk(path: string): boolean {
  return path === deskPath || path.startsWith(`${deskPath}/`)
}
