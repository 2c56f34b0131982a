CREATE TABLE `event_seals` (
	`sequence` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`mac` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `events` ADD `actor` text DEFAULT 'unknown' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `request_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `events` ADD `before` text;--> statement-breakpoint
ALTER TABLE `events` ADD `after` text;--> statement-breakpoint
CREATE INDEX `events_by_booking` ON `events` (`booking_id`);--> statement-breakpoint
CREATE TRIGGER `events_are_not_changed` BEFORE UPDATE ON `events` BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;--> statement-breakpoint
CREATE TRIGGER `events_are_not_taken_away` BEFORE DELETE ON `events` BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`, `after`)
	SELECT 'ev_began.venue', 'venue.changed', '', '', '[]', unixepoch() * 1000, 'migration',
		json_object('name', name, 'currency', currency, 'holdMs', hold_ms, 'turnaroundMs', turnaround_ms) FROM `venue`;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`, `after`)
	SELECT 'ev_began.screen.' || id, 'screen.added', '', '', '[]', unixepoch() * 1000, 'migration',
		json_object('id', id, 'name', name, 'planVersion', plan_version, 'openSchedule', open_schedule,
			'salesCloseAfterMs', sales_close_after_ms, 'avoidsSingles', avoids_singles) FROM `screens`;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`, `after`)
	SELECT 'ev_began.plan.' || screen_id || '.' || version, 'plan.added', '', '', '[]', unixepoch() * 1000, 'migration',
		json_object('screen', screen_id, 'version', version, 'source', source) FROM `seat_plans`;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`, `after`)
	SELECT 'ev_began.movie.' || id, 'movie.added', '', '', '[]', unixepoch() * 1000, 'migration',
		json_object('id', id, 'title', title, 'runningMinutes', running_minutes, 'rating', rating, 'posterUrl', poster_url,
			'description', description) FROM `movies`;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`, `after`)
	SELECT 'ev_began.showing.' || id, 'showing.added', '', id, '[]', unixepoch() * 1000, 'migration',
		json_object('id', id, 'screenId', screen_id, 'startsAt', starts_at, 'planVersion', plan_version, 'movieId', movie_id,
			'endsAt', ends_at, 'prices', json(prices), 'salesOpenAt', sales_open_at, 'salesCloseAt', sales_close_at,
			'cancelledAt', cancelled_at) FROM `showings` WHERE movie_id IS NOT NULL;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`)
	SELECT 'ev_began.blocked.' || showing_id, 'seats.blocked', '', showing_id, json_group_array(seat), unixepoch() * 1000, 'migration'
	FROM `blocked_seats` GROUP BY showing_id;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`, `after`)
	SELECT 'ev_began.key.' || id, 'key.created', '', '', '[]', unixepoch() * 1000, 'migration',
		json_object('id', id, 'role', role, 'createdAt', created_at, 'revokedAt', revoked_at) FROM `staff_keys`;
