import { sendOnce } from './form/send-once.ts'

sendOnce()

const printing = document.querySelector<HTMLButtonElement>('#print')
if (printing !== null) {
  printing.hidden = false
  printing.addEventListener('click', () => window.print())
}

/** Where the machine can hand something on, a ticket's link does; else it leads to the ticket. */
document.addEventListener('click', (event) => {
  const link =
    event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('[data-share]') : null
  if (link === null || !('share' in navigator)) return
  event.preventDefault()
  navigator.share({ title: link.dataset['share'] ?? '', url: link.href }).catch((error: Error) => {
    if (error.name !== 'AbortError') location.assign(link.href)
  })
})
