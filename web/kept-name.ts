/** Of the cache in which a door keeps its pages. */
export const keptName = 'door'
