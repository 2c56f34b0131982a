/*
 * A form whose answer shows up while one types: it is sent as its button would send it, and of the page that comes back the part
 * that it names takes the place of the one here: its status, and what follows.
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
    if (here !== null && there !== null) put(here, there)
  } catch {
    // Asked again with the next letter.
  }
}

/** What it says stays the same element, which is read aloud as its words change; what follows is put there anew. */
function put(here: HTMLElement, there: HTMLElement): void {
  const [said, says] = [statusIn(here), statusIn(there)]
  if (said === null || says === null) return
  if (said.textContent !== says.textContent) said.textContent = says.textContent
  said.className = says.className
  while (said.nextSibling !== null) said.nextSibling.remove()
  while (says.nextSibling !== null) here.append(says.nextSibling)
}

function statusIn(part: HTMLElement): HTMLElement | null {
  return part.querySelector<HTMLElement>(':scope > [role="status"]')
}
