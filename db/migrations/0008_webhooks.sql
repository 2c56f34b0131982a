CREATE TABLE `webhook_deliveries` (
	`endpoint_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`first_at` integer,
	`next_at` integer NOT NULL,
	`problem` text,
	`settled_at` integer,
	PRIMARY KEY(`endpoint_id`, `sequence`)
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_pending` ON `webhook_deliveries` (`endpoint_id`,`next_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `webhook_deliveries_given_up` ON `webhook_deliveries` (`endpoint_id`,`sequence`) WHERE state = 'given_up';--> statement-breakpoint
CREATE INDEX `webhook_deliveries_settled` ON `webhook_deliveries` (`settled_at`);--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`description` text NOT NULL,
	`types` text NOT NULL,
	`fingerprint` text,
	`created_at` integer NOT NULL,
	`epoch` integer DEFAULT 0 NOT NULL,
	`cursor` integer NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`failing_since` integer,
	`retry_at` integer DEFAULT 0 NOT NULL,
	`disabled_at` integer,
	`disabled_why` text,
	`removed_at` integer
);
