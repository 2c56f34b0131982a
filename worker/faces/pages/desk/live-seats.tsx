/** What a form with a map of seats tells its script: of which showing they are, and where they are shown. */
export function liveAt(showing: string, page: string) {
  return { 'data-showing': showing, 'data-page': page }
}

/** What is ticked, and what others did meanwhile; neither without a script. */
export function SaidOfSeats() {
  return (
    <div>
      <p class="ticked" data-ticked role="status"></p>
      <p class="facts" id="news" role="status"></p>
    </div>
  )
}
