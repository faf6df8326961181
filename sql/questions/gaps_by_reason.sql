-- What is missing in the panel, by reason.
SELECT reason, count(*) AS gaps
FROM marts.gaps
GROUP BY reason
ORDER BY gaps DESC, reason
