/** Says which seats are ticked. */
const said = document.querySelector<HTMLElement>('[data-ticked]')

function say(): void {
  const ticked = document.querySelectorAll<HTMLInputElement>('input[name="seats"]:checked')
  const labels = [...ticked].map(({ value }) => value)
  const count = labels.length === 1 ? '1 seat' : `${labels.length} seats`
  if (said !== null) said.textContent = labels.length === 0 ? '' : `${count}: ${labels.join(', ')}`
}

document.addEventListener('change', say)
addEventListener('pageshow', say)
