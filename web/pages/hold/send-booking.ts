const answerMsMax = 20_000
const pauseMsMin = 1_000
const pauseMsMax = 10_000
/** The box office tells by the hold what became of a booking; past this one may ask by hand. */
const attemptsMax = 40

export type Answer =
  /** The booking's page. */
  | { readonly kind: 'booked'; readonly url: string }
  /** The page again, with what is wrong. */
  | { readonly kind: 'refused'; readonly html: string }
  | { readonly kind: 'silent' }

interface Sending {
  /** Why it takes longer than usual. */
  readonly say: (text: string) => void
}

/**
 * Sends a booking until it is known what became of it. However often it arrives, it is one booking: its key is made of its hold.
 */
export async function sendBooking(form: HTMLFormElement, { say }: Sending): Promise<Answer> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const answer = await send(form)
    if (typeof answer === 'object') return answer
    say(
      answer === 'no answer'
        ? 'There is no connection at the moment. We keep trying; you will not be booked twice.'
        : 'The box office is busy. We keep trying; you will not be booked twice.',
    )
    await pause(Math.min(pauseMsMin * 2 ** (attempt - 1), pauseMsMax))
  }
  return { kind: 'silent' }
}

async function send(form: HTMLFormElement): Promise<Answer | 'no answer' | 'busy'> {
  const fields = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Accept: 'text/html' },
      signal: AbortSignal.timeout(answerMsMax),
    })
    if (response.redirected) return { kind: 'booked', url: response.url }
    if (response.status === 503 || response.status === 429) return 'busy'
    return { kind: 'refused', html: await response.text() }
  } catch {
    return 'no answer'
  }
}

/** Or until there is a network again. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      removeEventListener('online', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    addEventListener('online', end)
  })
}
