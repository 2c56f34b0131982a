CREATE TABLE `blocked_seats` (
	`showing_id` text NOT NULL,
	`seat` text NOT NULL,
	PRIMARY KEY(`showing_id`, `seat`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `holds` (
	`id` text PRIMARY KEY NOT NULL,
	`showing_id` text NOT NULL,
	`seats` text NOT NULL,
	`prices` text,
	`caller` text NOT NULL,
	`fingerprint` text,
	`expires_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `holds_by_showing` ON `holds` (`showing_id`);--> statement-breakpoint
CREATE INDEX `holds_by_end` ON `holds` (`expires_at`);--> statement-breakpoint
CREATE TABLE `movies` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`running_minutes` integer NOT NULL,
	`rating` text,
	`poster_url` text,
	`description` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `seat_plans` (
	`screen_id` text NOT NULL,
	`version` integer NOT NULL,
	`source` text NOT NULL,
	PRIMARY KEY(`screen_id`, `version`),
	FOREIGN KEY (`screen_id`) REFERENCES `screens`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `venue` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`hold_ms` integer NOT NULL,
	`turnaround_ms` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `bookings` ADD `prices` text;--> statement-breakpoint
ALTER TABLE `screens` ADD `plan_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `screens` ADD `avoids_singles` integer DEFAULT false NOT NULL;--> statement-breakpoint
INSERT INTO `seat_plans` (`screen_id`, `version`, `source`)
	SELECT `id`, 1, CASE `seats` WHEN '["A1","A2","A3","A4","A5","B1","B2","B3","B4","B5","C1","C2","C3","C4","C5","D1","D2","D3","D4","D5"]' THEN 'A: 1-5' || char(10) || 'B: 1-5' || char(10) || 'C: 1-5' || char(10) || 'D: 1-5'
		ELSE json_object('rows', json_array(json_object('label', '', 'seats', json(`seats`)))) END
	FROM `screens`;--> statement-breakpoint
ALTER TABLE `screens` DROP COLUMN `seats`;--> statement-breakpoint
ALTER TABLE `showings` ADD `plan_version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `showings` ADD `movie_id` text REFERENCES movies(id);--> statement-breakpoint
ALTER TABLE `showings` ADD `ends_at` integer;--> statement-breakpoint
ALTER TABLE `showings` ADD `prices` text;--> statement-breakpoint
ALTER TABLE `showings` ADD `sales_open_at` integer;--> statement-breakpoint
ALTER TABLE `showings` ADD `sales_close_at` integer;--> statement-breakpoint
ALTER TABLE `showings` ADD `cancelled_at` integer;--> statement-breakpoint
CREATE INDEX `showings_by_screen` ON `showings` (`screen_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `showings_listed` ON `showings` (`starts_at`,`id`) WHERE movie_id IS NOT NULL;--> statement-breakpoint
INSERT INTO `venue` (`id`, `name`, `currency`, `hold_ms`, `turnaround_ms`) VALUES (1, 'Marquee', 'EUR', 300000, 900000);--> statement-breakpoint
UPDATE `idempotency_keys` SET `answer` = json_set(`answer`, '$.prices', NULL) WHERE `booking_id` IS NOT NULL;
