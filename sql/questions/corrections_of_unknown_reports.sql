-- The corrections of reports that this warehouse does not hold, in their order: mistyped, or meant for another home.
SELECT report_id, indicator_id
FROM marts.corrections
WHERE status = 'unknown_report'
ORDER BY ALL
