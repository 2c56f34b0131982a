CREATE TABLE `scans` (
	`showing_id` text NOT NULL,
	`seat` text NOT NULL,
	`device` text NOT NULL,
	`id` text NOT NULL,
	`booking_id` text NOT NULL,
	`scanned_at` integer NOT NULL,
	PRIMARY KEY(`showing_id`, `seat`, `device`, `id`)
);
--> statement-breakpoint
CREATE INDEX `scans_by_booking` ON `scans` (`booking_id`);