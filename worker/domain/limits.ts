import { dayMs, hourMs, minuteMs } from './durations.ts'

/** Every bound of the service in one place. Durations carry their unit, sizes theirs. */

export const seatsPerBookingMax = 20
/** What a request may list before anything is judged; a booking takes at most `seatsPerBookingMax`. */
export const seatListLengthMax = 100
export const seatLabelLengthMax = 16
export const rowLabelLengthMax = 16
export const categoryLengthMax = 32
export const seatNumberMax = 999_999
/** Characters of a seat plan, in either form, and seats that it has. */
export const planLengthMax = 64 * 1024
export const planSeatsMax = 100_000
/** How far from the plan's corner a seat may be put, in seat widths and in rows. */
export const seatPositionMax = 10_000
export const seatsPerHoldMax = 10
/** Live holds that one caller has of a showing. */
export const holdsPerCallerMax = 10
/** Who comes with a hold that has run out is told so for this long. */
export const holdsRememberedMs = hourMs
export const nameLengthMax = 100
export const phoneLengthMax = 32
export const phoneDigitsMin = 5
export const phoneDigitsMax = 15
/** By so many of its last digits a phone is the same. */
export const phoneDigitsCompared = 8

export const titleLengthMax = 200
export const ratingLengthMax = 16
export const urlLengthMax = 1_024
export const descriptionLengthMax = 2_000
export const movieIdLengthMax = 64
export const runningMinutesMax = 1_440
export const turnaroundMinutesMax = 240
export const holdMinutesMax = 30
/** How long before a showing starts its sales may close at the earliest, and how long after it at the latest. */
export const salesCloseMinutesMin = -1_440
export const salesCloseMinutesMax = 480
/** Of a seat, in minor units. */
export const priceMax = 10_000_000
export const screensMax = 64
export const moviesMax = 10_000
/** That have prices, of one showing. */
export const categoriesMax = 64
/** Of one screen: a showing keeps the one that it is sold on, so none is ever thrown away. */
export const planVersionsMax = 1_000
/** Seat plans that an isolate has at hand; they never change. */
export const plansKeptMax = 64
/** How often a change of a showing is decided anew, where somebody else changed it meanwhile. */
export const programmeAttemptsMax = 3

export const idempotencyKeyLengthMin = 16
export const idempotencyKeyLengthMax = 128

/** A booking expires this long after its showing starts: at exactly 8 h it is expired. */
export const expiresAfterMs = 8 * hourMs
export const salesAheadMsMax = 731 * dayMs

export const bodyBytesMax = 64 * 1024
export const rpcBatchMax = 10
export const cursorLengthMax = 256
export const pageSizeDefault = 100
export const pageSizeMax = 500
export const cancelByNameMax = 100
/** What is looked for has so many characters at least, of a phone so many digits, and so many bookings are found at most. */
export const findLengthMin = 2
export const findDigitsMin = 3
export const foundBookingsMax = 20

/** Local times that an isolate remembers the instants of. */
export const timesRememberedMax = 5_000

export const keptMsMax = minuteMs
export const keptMax = 64
/** For so long others join a reading of the database that is under way. */
export const readingSharedMsMax = 1_000

/** Characters of the longest code of a ticket, with room. */
export const ticketCodeLengthMax = 320
export const deviceLengthMax = 40
/** Of one upload; a door that was offline for long sends several. */
export const scansPerUploadMax = 150
/** Public keys that codes may still be signed with. */
export const ticketKeysMax = 16

export const staffKeyLengthMin = 32
export const keyNameLengthMax = 100
export const staffKeysMax = 1_000
/** Those revoked before that are forgotten, once another is made. */
export const revokedKeptMs = 365 * dayMs
/** For so long an isolate takes a key for what it was: a revocation takes effect everywhere within it. */
export const staffKeyKeptMsMax = 10_000
export const staffKeyUseNotedMs = minuteMs
/** A session at the desk ends so long after its sign-in, whatever is done in it: a shift. */
export const sessionMsMax = 12 * hourMs

/** Calls that one address, and one key, may make within `rateLimitSeconds`, unless a setting says otherwise; a whole school may be behind an address. */
export const rateLimitDefault = 3_000
export const rateLimitSeconds = 60
/** Addresses, and keys, whose calls an isolate counts. */
export const limitedMax = 10_000
/** Characters of an IP address at most: IPv6 with IPv4 at its end. */
export const addressLengthMax = 45
/** Proxies whose word counts, and characters from the end of it that are looked at. */
export const trustedProxiesMax = 16
export const forwardedLengthMax = 1_024

/** The longest that a request's body may take to arrive, and the bytes of all bodies that an isolate has at once. */
export const bodyMsMax = 5_000
export const bodiesBytesMax = 64 * 1024 * 1024
/** The longest that a request may take in all. It is more than any of its parts may take. */
export const answerMsMax = 20_000
/** A request that has not ended by then was given up by the runtime. */
export const abandonedMs = minuteMs
/** Calls that an isolate has under way at most, and those that it always takes in. */
export const underWayMax = 1_000
export const underWayMin = 64
/** Requests that wait until others have left, and for how long: to come back would cost them and the house more. */
export const waitingMax = 10_000
export const waitMsMax = 5_000
/** Where answers take longer than this, an isolate takes in fewer requests. */
export const servedMsMax = 800

/** Changes that a desk keeps in hand, claimed or waiting. One more is told to come back. */
export const deskQueueMax = 1_000
/** Changes in one database batch. */
export const groupMax = 1_000
/** The longest that a caller waits for a desk to decide. */
export const decisionMsMax = 8_000
/** A refusal by a desk rests on what the database said at most this long ago. */
export const refusalFreshMs = 750
/** Who comes to watch sees what the database said at most this long ago, and what the desk has done and been told since. */
export const seenFreshMs = minuteMs
/** For so long an isolate refuses and shows by what it heard: with the desk's own, a refusal was true within its last second. */
export const copyMsMax = 250
export const showingsCopiedMax = 1_000
/** For so long after it was asked for, a desk at rest keeps its showing in memory; and so many of a screen do, beside those that are busy or watched. */
export const deskRestMs = 10_000
export const desksRememberedMax = 4_000
/** Who watches the showings of one screen, and the pause between two words to them. */
export const watchersMax = 5_000
/** Of those that one network has; a whole school may be behind an address. */
export const watchersPerNetworkMax = 1_250
export const watcherPauseMs = 50
/** Where the database is away when holds run out, it is asked again after so long. */
export const watchersRetryMs = 1_000
/** How long one waits for others in a crowd before leaving the Worker, and how many are a crowd. */
export const gatherMs = 1
export const crowdMin = 4
/** A load that has so many calls, or calls of that size, takes in no more; and how long one gathers at most. */
export const togetherMax = 256
/** Showings whose seats are read as one, in halves where that is too much. */
export const largeReadingsMax = 16
export const togetherMsMax = 100
/** Where others have their answers, a desk is not waited for longer than this before they are brought. */
export const neighboursMsMax = 250
/** Decisions of a screen that were not brought with their neighbours', and are still to be heard. */
export const unheardMax = 10_000
/** How often a group that certainly did not commit is sent again as one. */
export const groupRoundsMax = 2
export const reopenPauseMsMin = 50
export const reopenPauseMsMax = 2_000

export const databaseCallMsMax = 5_000
export const moveAttemptsMax = 3

export const expiryChunk = 500
export const expiryChunksMax = 200

export const retentionDaysDefault = 30
export const retentionDaysMax = 3_650

/** Bookings and tickets that a run of the cron compares. */
export const checkedRowsMax = 10_000
/** Of these in one query: the embedded database answers nobody else meanwhile. */
export const checkedChunk = 1_000
/** Mismatches that are kept and told by their ids; all are counted. */
export const mismatchesToldMax = 20
/** Entries of the history that are sealed at once, and how many times that a run of the cron: 1,000 a second go on for a minute. */
export const sealedChunk = 1_000
export const sealedChunksMax = 60
/** What has not been sealed for this long is told of. */
export const unsealedMsMax = hourMs
/** Buyers of one name that are read at once, and in all, to find one person among them. */
export const personChunk = 500
export const buyersReadMax = 100_000
/** Of one person, that are told at once. */
export const exportedBookingsMax = 500
export const exportedEntriesMax = 5_000
/** How often the database's log is asked to empty itself, where somebody is in the way. */
export const emptyLogTriesMax = 20
/** Findings of a verification that are told; all are counted. */
export const findingsToldMax = 1_000
/** Entries in a row that have no seal, before it is told of them. */
export const unsealedToldMax = 1_000
/** How often the programme is looked at again, where staff change it meanwhile. */
export const programmeLooksMax = 3
/** A check that has not run for this long is told of. */
export const checkSilentMsMax = hourMs

export const webhooksMax = 16
export const webhookDescriptionLengthMax = 200
/** Deliveries of one endpoint at a time: an object may have six connections on the edge, and needs some for the database. */
export const sendersLanesMax = 4
/** The longest that a receiver may take to answer, and what is read of its answer. */
export const webhookMsMax = 10_000
export const webhookAnswerBytesMax = 4 * 1024
/** Deliveries of one endpoint in hand; what exceeds them waits in the outbox. Twice as many are read of those that staff asked for again. */
export const pendingDeliveriesMax = 2_000
/** Events read at once, and how few are in hand when more are read. */
export const outboxChunk = 200
export const outboxLow = 100
/** What a sender has done is kept after so many deliveries, and after so long. */
export const keptDeliveriesMax = 64
export const keptDeliveriesMs = 250
/** Deliveries that would be sent again if the object died now; no more are sent then. */
export const unkeptDeliveriesMax = 256
/** A sender ends its run after so many calls, and after so long, and is woken again at once: the edge allows 10,000 and 15 minutes. */
export const callsPerRunMax = 5_000
export const runMsMax = 5 * minuteMs
/** Before it rests, it looks once more after so long; a desk need ring no more often than `bellPauseMs`. */
export const lingerMs = 300
export const bellPauseMs = 250
/** For so long an isolate takes the endpoints for what they were. */
export const endpointsKnownMs = 10_000
/** A sender in the midst of its work asks a database that is away so often, with such pauses. */
export const databaseAttemptsMax = 10
export const databasePauseMs = 1_000
/** Where it stays away, the sender is woken again after so long. */
export const senderRetryMs = 5_000
/** A delivery is tried again after so long, three times as long each time up to the most, and given up in the end. */
export const deliveryRetryMsMin = 5_000
export const deliveryRetryMsMax = hourMs
export const deliveryMsMax = 3 * dayMs
/** After so many failures in a row one delivery at a time tries the receiver, with pauses that grow by half up to the most. */
export const failuresInRowMax = 8
export const receiverPauseMsMin = 1_000
export const receiverPauseMsMax = 15 * minuteMs
/** A receiver that was away for longer gets everything at once when it is back; after less, what failed comes soon by itself. */
export const outageMsMin = minuteMs
/** For so long it can be seen what became of a delivery. */
export const deliveriesKeptMs = 30 * dayMs
/** Deliveries that are replayed at once, of those that were given up. */
export const replayedMax = 500

export const retryAfterSeconds = 1

/** Seats that a page of the desk draws; larger rooms are sold by number there. */
export const seatsDrawnMax = 3_000
