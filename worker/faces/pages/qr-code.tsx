import { encode } from 'uqr'

/** A text as a QR code, black on white in either theme, so that every camera reads it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={outlineOf(data)} fill="#000" />
    </svg>
  )
}

/** One rectangle for each stretch of dark modules in a line. */
function outlineOf(lines: readonly (readonly boolean[])[]): string {
  return lines
    .map((line, y) => {
      const text = line.map((isDark) => (isDark ? '1' : '0')).join('')
      return [...text.matchAll(/1+/g)]
        .map(({ 0: dark, index }) => `M${index} ${y}h${dark.length}v1h-${dark.length}z`)
        .join('')
    })
    .join('')
}
