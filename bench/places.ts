import path from 'node:path'

export const projectDirectory = path.resolve(import.meta.dirname, '..')
/** All that a run leaves behind and nobody keeps. */
export const scratchDirectory = path.join(projectDirectory, '.bench')
