/**
 * Buyers are indexed by the twelve days in which they booked: among all that are known a name's place is as random as names are, and a
 * group would change as many pages as it has buyers. Who looks for one asks each period, of which a year has 30. There are 1,024 at most.
 */
export const inAnyPeriod = `period IN (
  WITH RECURSIVE periods (first) AS (
    SELECT min(period) FROM buyers
    UNION ALL
    SELECT (SELECT min(period) FROM buyers WHERE period > first) FROM periods WHERE first IS NOT NULL)
  SELECT first FROM periods)`
