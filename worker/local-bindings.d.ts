/** What `npm start` binds beside wrangler.toml; absent at the edge. */
interface Env {
  /** Delivers `scheduled` events on request, as `wrangler dev` does. */
  readonly LOCAL_CRON?: Fetcher
  /** The database, whatever it is asked for. */
  readonly DATABASE?: Fetcher
}
