ALTER TABLE `screens` ADD `phone_tickets_max` integer DEFAULT 100000 NOT NULL;--> statement-breakpoint
INSERT INTO `events` (`id`, `kind`, `booking_id`, `showing_id`, `seats`, `at`, `actor`, `before`, `after`)
	SELECT 'ev_phone_caps.screen.' || id, 'screen.changed', '', '', '[]', unixepoch() * 1000, 'migration',
		json_object('id', id, 'name', name, 'planVersion', plan_version, 'openSchedule', open_schedule,
			'salesCloseAfterMs', sales_close_after_ms, 'avoidsSingles', avoids_singles),
		json_object('id', id, 'name', name, 'planVersion', plan_version, 'openSchedule', open_schedule,
			'salesCloseAfterMs', sales_close_after_ms, 'avoidsSingles', avoids_singles,
			'phoneTicketsMax', phone_tickets_max) FROM `screens`;
