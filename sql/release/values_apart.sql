-- Values of reports that do not lie near what the last build touched (warehouse/near.py).
SELECT count(*)
FROM built.indicator_values AS facts
ANTI JOIN near_reports ON near_reports.report_id = facts.report_id
