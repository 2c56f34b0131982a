interface Counts {
  readonly total: number
  readonly sold: number
  readonly held: number
  readonly blocked: number
}

/** How full it is: a bar to look at, and beside it the same in numbers. */
export function Occupancy({ counts }: { counts: Counts }) {
  const { total, sold, held, blocked } = counts
  return (
    <span class="occupancy">
      <Bar counts={counts} />
      <span>
        <strong>{sold}</strong> of {total} sold
        {held > 0 && `, ${held} held`}
        {blocked > 0 && `, ${blocked} off sale`}
      </span>
    </span>
  )
}

function Bar({ counts: { total, sold, held, blocked } }: { counts: Counts }) {
  const part = (count: number): number => (total === 0 ? 0 : (count / total) * 100)
  return (
    <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="sold" x="0" y="0" width={part(sold)} height="8" />
      <rect class="held" x={part(sold)} y="0" width={part(held)} height="8" />
      <rect class="blocked" x={100 - part(blocked)} y="0" width={part(blocked)} height="8" />
    </svg>
  )
}
