DROP INDEX `buyers_by_name`;--> statement-breakpoint
DROP INDEX `buyers_by_phone`;--> statement-breakpoint
ALTER TABLE `buyers` ADD `period` text GENERATED ALWAYS AS (substr(booking_id, 1, 5)) VIRTUAL;--> statement-breakpoint
CREATE INDEX `buyers_by_name` ON `buyers` (`period`,name COLLATE NOCASE,`starts_at`);--> statement-breakpoint
CREATE INDEX `buyers_by_phone` ON `buyers` (`period`,`phone_digits`);