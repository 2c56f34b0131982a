DROP INDEX `buyers_by_name`;--> statement-breakpoint
ALTER TABLE `buyers` ADD `phone_digits` text GENERATED ALWAYS AS (replace(replace(replace(replace(replace(replace(replace(phone, ' ', ''), '+', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', '')) VIRTUAL;--> statement-breakpoint
CREATE INDEX `buyers_by_phone` ON `buyers` (`phone_digits`);--> statement-breakpoint
CREATE INDEX `buyers_by_name` ON `buyers` (name COLLATE NOCASE,`starts_at`);