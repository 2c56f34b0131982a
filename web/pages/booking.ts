const printing = document.querySelector<HTMLButtonElement>('#print')
if (printing !== null) {
  printing.hidden = false
  printing.addEventListener('click', () => window.print())
}
