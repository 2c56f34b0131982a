CREATE TABLE `buyers` (
	`booking_id` text PRIMARY KEY NOT NULL,
	`starts_at` integer NOT NULL,
	`name` text NOT NULL,
	`phone` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `buyers_by_name` ON `buyers` (`name`,`starts_at`);--> statement-breakpoint
CREATE INDEX `buyers_by_start` ON `buyers` (`starts_at`);--> statement-breakpoint
DROP INDEX `bookings_by_name`;--> statement-breakpoint
INSERT INTO `buyers` (`booking_id`, `starts_at`, `name`, `phone`) SELECT `id`, `starts_at`, `name`, `phone` FROM `bookings`;--> statement-breakpoint
ALTER TABLE `bookings` DROP COLUMN `name`;--> statement-breakpoint
ALTER TABLE `bookings` DROP COLUMN `phone`;