-- Bodies that the last build had no report of.
SELECT body_key
FROM near_bodies
ANTI JOIN built.reports AS reports ON reports.body_key = near_bodies.body_key
