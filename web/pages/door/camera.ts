const lookEveryMs = 150

/** Shows what the camera sees, and tells each code in it until the signal aborts. */
export async function watchCamera(
  video: HTMLVideoElement,
  signal: AbortSignal,
  tell: (code: string) => void,
): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  signal.addEventListener('abort', () => {
    for (const track of stream.getTracks()) track.stop()
  })
  video.srcObject = stream
  await video.play()
  const read = await reader()
  while (!signal.aborted) {
    const code = video.readyState < video.HAVE_CURRENT_DATA ? undefined : await read(video)
    if (code !== undefined && code !== '') tell(code)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

type Read = (video: HTMLVideoElement) => Promise<string | undefined>

/** The browser's own, where it has one; else a library that is loaded only then. */
async function reader(): Promise<Read> {
  if ('BarcodeDetector' in globalThis) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    return async (video) => (await detector.detect(video))[0]?.rawValue
  }
  const { default: jsQR } = await import('jsqr')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return (video) => {
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    context?.drawImage(video, 0, 0)
    const image = context?.getImageData(0, 0, canvas.width, canvas.height)
    return Promise.resolve(image && jsQR(image.data, image.width, image.height)?.data)
  }
}
