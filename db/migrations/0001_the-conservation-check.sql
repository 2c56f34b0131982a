CREATE TABLE `conservation_checks` (
	`id` integer PRIMARY KEY NOT NULL,
	`runs` integer NOT NULL,
	`ran_at` integer NOT NULL,
	`cursor` text NOT NULL,
	`found` text NOT NULL,
	`found_last` text,
	`completed_at` integer
);
