import { writeFile } from 'node:fs/promises'
import { encode } from 'uqr'

const width = 640
const height = 480
const frames = 10
const [black, white, grey] = [16, 235, 128]

/** A film for Chromium's make-believe camera: somebody holds a QR code still before it. YUV4MPEG2, 4:2:0. */
export async function filmOf(code: string, file: string): Promise<void> {
  const { data, size } = encode(code, { border: 4 })
  const scale = Math.floor(height / size)
  const [left, top] = [Math.floor((width - size * scale) / 2), Math.floor((height - size * scale) / 2)]
  const luma = Buffer.alloc(width * height, white)
  for (let y = 0; y < size * scale; y += 1) {
    for (let x = 0; x < size * scale; x += 1) {
      if (data[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true)
        luma[(top + y) * width + left + x] = black
    }
  }
  const chroma = Buffer.alloc((width * height) / 2, grey)
  const frame = [Buffer.from('FRAME\n'), luma, chroma]
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  await writeFile(file, Buffer.concat([header, ...Array.from({ length: frames }, () => frame).flat()]))
}
