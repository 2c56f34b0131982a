interface Readied {
  readonly erased: number
  readonly erasuresUnknown?: string | undefined
}

/** What became of a restored database before it sells. */
export function sayReadied({ erased, erasuresUnknown }: Readied): string {
  const done = `Epochs are raised, holds are gone, and ${erased} buyers are forgotten again.`
  return erasuresUnknown === undefined
    ? done
    : `${done}\n${erasuresUnknown}: erase again who asked since the backup.`
}
