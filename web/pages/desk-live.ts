/*
 * A form whose answer shows up while one types: it is sent as its button would send it, and of the page that comes back the part
 * that it names takes the place of the one here.
 */
const pauseMs = 250

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-live]')) keepLive(form)

function keepLive(form: HTMLFormElement): void {
  const { live = '', liveField = '', liveAs } = form.dataset
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = new AbortController()
  form.addEventListener('input', ({ target }) => {
    const isIt =
      (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) &&
      target.name === liveField
    if (!isIt) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      asking.abort()
      asking = new AbortController()
      const fields = new URLSearchParams()
      for (const [name, value] of new FormData(form))
        if (typeof value === 'string') fields.append(name, value)
      if (liveAs !== undefined) fields.append(liveAs, liveAs)
      void show(form.action, { part: live, fields, signal: asking.signal })
    }, pauseMs)
  })
}

interface Asking {
  /** Its id, here and there. */
  readonly part: string
  readonly fields: URLSearchParams
  readonly signal: AbortSignal
}

/** Without a net the button is still there, and says what is wrong. */
async function show(action: string, { part, fields, signal }: Asking): Promise<void> {
  try {
    const answer = await fetch(action, { method: 'POST', body: fields, signal, redirect: 'error' })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const [here, there] = [document.getElementById(part), page.getElementById(part)]
    if (here !== null && there !== null) here.replaceChildren(...there.childNodes)
  } catch {
    // Asked again with the next letter.
  }
}
