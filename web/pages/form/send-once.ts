/** What takes longer may be lost: it can be sent again then, and its key makes one of the two. */
const underWayMsMax = 8_000

/** A form that is under way is not sent a second time; going back to it makes it ready again. */
export function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return
    if (form.dataset['sent'] !== undefined) event.preventDefault()
    form.dataset['sent'] = ''
    setTimeout(() => delete form.dataset['sent'], underWayMsMax)
  })

  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form')) delete form.dataset['sent']
  })
}
