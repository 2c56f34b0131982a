CREATE TABLE `bookings` (
	`id` text PRIMARY KEY NOT NULL,
	`showing_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`name` text NOT NULL,
	`phone` text NOT NULL,
	`seats` text NOT NULL,
	`status` text NOT NULL,
	`version` integer NOT NULL,
	`booked_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `bookings_due` ON `bookings` (`starts_at`) WHERE status = 'booked';--> statement-breakpoint
CREATE INDEX `bookings_by_name` ON `bookings` (`name`,`starts_at`) WHERE status = 'booked';--> statement-breakpoint
CREATE INDEX `bookings_listed` ON `bookings` (`starts_at`,`id`) WHERE status <> 'cancelled';--> statement-breakpoint
CREATE TABLE `events` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`booking_id` text NOT NULL,
	`showing_id` text NOT NULL,
	`seats` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id_unique` ON `events` (`id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`showing_id` text,
	`booking_id` text,
	`answer` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_showing` ON `idempotency_keys` (`showing_id`);--> statement-breakpoint
CREATE TABLE `screens` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`seats` text NOT NULL,
	`open_schedule` integer NOT NULL,
	`sales_close_after_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `showings` (
	`id` text PRIMARY KEY NOT NULL,
	`screen_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`epoch` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`screen_id`) REFERENCES `screens`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`showing_id` text NOT NULL,
	`seat` text NOT NULL,
	`booking_id` text NOT NULL,
	PRIMARY KEY(`showing_id`, `seat`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `screens` (`id`, `name`, `seats`, `open_schedule`, `sales_close_after_ms`) VALUES
	('main', 'Main', '["A1","A2","A3","A4","A5","B1","B2","B3","B4","B5","C1","C2","C3","C4","C5","D1","D2","D3","D4","D5"]', 1, 28800000);
